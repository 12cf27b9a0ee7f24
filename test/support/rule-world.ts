import type { LintOptions } from '../../src/lint/lint-file.ts';
import type { Language } from '../../src/model/language.ts';
import type { Policy } from '../../src/model/policy.ts';
import { PolicyFacts } from '../../src/rules/policy-facts.ts';
import type { RuleContext } from '../../src/rules/rule.ts';
import type { RuleWorld } from '../../src/rules/rule-world.ts';
import { rules } from '../../src/rules/rules.ts';
import { fakeCatalogue } from './fake-catalogue.ts';
import { testData } from './test-data.ts';

/** What linting needs in tests: all rules, and what they see: a catalogue that does not change, and the real operators and condition keys. */
export function ruleWorld(): LintOptions {
  const language = JSON.parse(testData().get('language.json') ?? '') as Language;
  return {
    catalogue: fakeCatalogue(),
    cloud: 'any',
    scope: 'project',
    language: () => language,
    rules,
  };
}

/** The world in which the examples and documents of a rule are looked at. */
export function worldOf(rule: string): LintOptions {
  const world = ruleWorld();
  return rule === 'no-enterprise-project-support' ? { ...world, scope: 'enterprise-project' } : world;
}

/** What the check of a rule is given for a policy. */
export function contextOf(policy: Policy, world: RuleWorld): RuleContext {
  return { ...world, policy, facts: new PolicyFacts(policy, world) };
}
