import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LintOptions } from '../../src/lint/lint-file.ts';
import { cloudChoices } from '../../src/model/cloud.ts';
import type { Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { AskedRules } from '../../src/rules/asked-rules.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { policyTexts } from '../support/generated-policies.ts';
import { contextOf, ruleWorld, worldOf } from '../support/rule-world.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const root = join(import.meta.dirname, '../../fixtures');

/** Every policy of our fixtures, with whatever syntax errors they have. */
const policies: readonly Policy[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => readPolicyFile(name, readFileSync(join(root, name))).policies);

const real = { ...ruleWorld(), catalogue: loadTestCatalogue() };

const notAsked = (rule: Rule, world: LintOptions, among: readonly Policy[]) => {
  const asked = new AskedRules(world, [rule]);
  return among.filter((policy) => asked.rulesFor(policy).length === 0);
};

const problemsOf = (rule: Rule, world: LintOptions, among: readonly Policy[]) =>
  among.flatMap((policy) => [...(rule.check?.(contextOf(policy, world)) ?? [])]);

const selective = rules.filter((rule: Rule) => rule.needs !== undefined || rule.concernsAction !== undefined);

/** What is not asked in a run must have nothing to say. */
describe('a rule that is not asked would find nothing', () => {
  test.each(selective.map((rule: Rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const worlds = cloudChoices.flatMap((cloud) => [
      { ...worldOf(id), cloud },
      { ...worldOf(id), cloud, catalogue: real.catalogue },
    ]);
    for (const world of worlds) {
      const left = notAsked(rule, world, policies);
      expect(left.length).toBeGreaterThan(20);
      expect(problemsOf(rule, world, left)).toEqual([]);
    }
  });
});

test(
  'nor in any other policy',
  () => {
    const worlds = [
      ruleWorld(),
      real,
      { ...real, scope: 'enterprise-project' as const, cloud: 'otc' as const },
    ];
    const asking = worlds.map((world) => ({ world, asked: new AskedRules(world, rules) }));
    fc.assert(
      fc.property(policyTexts, (text) => {
        for (const policy of readPolicyFile('policy.json', text).policies) {
          for (const { world, asked } of asking) {
            const found = new Set(asked.rulesFor(policy));
            for (const rule of rules as readonly Rule[])
              if (!found.has(rule))
                expect([rule.id, ...problemsOf(rule, world, [policy])]).toEqual([rule.id]);
          }
        }
      }),
      { numRuns: Math.ceil(propertyRuns / 10) },
    );
  },
  propertyTimeout,
);

test('about a plain policy few rules are asked', () => {
  const text = JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: ['ims:images:get', 'ims:images:list'] }],
  });
  const [policy] = readPolicyFile('policy.json', text).policies;
  const asked = new AskedRules(real, rules).rulesFor(policy as Policy);
  expect(asked.filter(({ off }: Rule) => off !== true).map(({ id }) => id)).toEqual(['limit-exceeded']);
});
