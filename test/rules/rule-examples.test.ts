import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { findRule, rules } from '../../src/rules/rules.ts';
import { withHouse } from '../support/house-rules.ts';
import { worldOf } from '../support/rule-world.ts';

function rulesThatReport(text: string, rule: Rule): readonly string[] {
  const findings = lintFile(readPolicyFile('example.json', text), {
    ...withHouse(rule.examples.config, worldOf(rule.id)),
    severities: rule.off ? { [rule.id]: rule.severity } : {},
  });
  return [...new Set(findings.map(({ rule }) => rule))];
}

describe.each(rules)('$id', (rule) => {
  test('reports its flagged example, and is the only one', () => {
    expect(rulesThatReport(rule.examples.flagged, rule)).toEqual([rule.id]);
  });

  test('leaves its clean example alone', () => {
    expect(rulesThatReport(rule.examples.clean, rule)).toEqual([]);
  });

  test('is documented as the style wants it', () => {
    expect(rule.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(rule.summary).toMatch(/^[a-z`][^\n]*[^.\n]$/);
    expect(rule.rationale).toMatch(/^[A-Z`][^\n]*\.$/);
  });

  test('is found by its id', () => {
    expect(findRule(rule.id)).toBe(rule);
  });
});

test('ids are unique', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
