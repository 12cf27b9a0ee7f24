import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../src/lint/lint-file.ts';
import type { Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { contextOf, worldOf } from '../support/rule-world.ts';

const root = join(import.meta.dirname, '../../fixtures');

/** Every policy of our fixtures, with whatever slips they have. */
const policies: readonly Policy[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => readPolicyFile(name, readFileSync(join(root, name))).policies);

/** What is not asked in a run must have nothing to say. */
describe('a rule finds nothing where what it needs is not there', () => {
  const needing = rules.filter((rule: Rule) => rule.needs !== undefined);

  test.each(needing.map((rule: Rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const world = worldOf(id);
    const lacking = policies.filter((policy) => rule.needs !== undefined && !contentOf(policy)[rule.needs]);
    expect(lacking.length).toBeGreaterThan(50);
    const found = lacking.flatMap((policy) => [...(rule.check?.(contextOf(policy, world)) ?? [])]);
    expect(found).toEqual([]);
  });
});
