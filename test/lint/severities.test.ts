import { expect, test } from 'vitest';
import { layeredSeverities } from '../../src/lint/adoption/severities.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { defineRule } from '../../src/rules/rule.ts';
import { ruleWorld } from '../support/rule-world.ts';

const inLegacy = (file: string) => file.startsWith('legacy/');

test('of the layers that concern a file the later wins', () => {
  const severities = layeredSeverities([
    { rules: new Map([['a', 'error'] as const, ['b', 'warning'] as const]) },
    { rules: new Map([['a', 'off'] as const]), concerns: inLegacy },
    { rules: new Map([['b', 'info'] as const]), concerns: (file) => file.endsWith('x.json') },
    { rules: new Map([['c', 'on'] as const]) },
  ]);
  expect(severities('a.json')).toEqual({ a: 'error', b: 'warning', c: 'on' });
  expect(severities('legacy/a.json')).toEqual({ a: 'off', b: 'warning', c: 'on' });
  expect(severities('legacy/x.json')).toEqual({ a: 'off', b: 'info', c: 'on' });
  expect(severities('legacy/b.json')).toBe(severities('legacy/a.json'));
});

const probe = defineRule({
  id: 'probe',
  group: 'document',
  severity: 'error',
  off: true,
  summary: 'x',
  rationale: 'X.',
  examples: { flagged: '', clean: '' },
  *check() {
    yield { message: 'grave', at: { path: [] } };
    yield { message: 'mild', at: { path: [] }, severity: 'info' };
  },
});

test.each([
  { level: undefined, found: [] },
  { level: 'on' as const, found: ['error', 'info'] },
  { level: 'warning' as const, found: ['warning', 'warning'] },
  { level: 'off' as const, found: [] },
])('a rule that is off, at level $level, reports $found', ({ level, found }) => {
  const file = readPolicyFile('a.json', '{"Version":"1.1","Statement":[]}');
  // The probe is none of the rules that there are.
  const levels: object = level === undefined ? {} : { probe: level };
  for (const severities of [levels, () => levels]) {
    const findings = lintFile(file, { ...ruleWorld(), rules: [probe], severities });
    expect(findings.map(({ severity }) => severity)).toEqual(found);
  }
});
