import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { rules } from '../../src/rules/rules.ts';
import { fakeCatalogue } from '../support/fake-catalogue.ts';
import { findingsText } from '../support/findings-text.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';

const catalogue = fakeCatalogue();
const ruleFixtures = plantedFixtures('rules');

describe.each([
  { folder: 'fixtures/json', fixtures: plantedFixtures('json') },
  { folder: 'fixtures/rules', fixtures: ruleFixtures },
])('$folder', ({ fixtures }) => {
  test.each(fixtures)('$name has its findings, and no others', ({ text, findings }) => {
    const found = lintFile(readPolicyFile('policy.json', text), { catalogue, cloud: 'any' });
    expect(findingsText(found)).toBe(findings);
  });
});

test('every rule has at least three documents with planted slips', () => {
  const counts = rules.map(({ id }) => {
    const group = id === 'invalid-json' ? plantedFixtures('json') : ruleFixtures;
    return { id, enough: group.filter(({ findings }) => findings.includes(` ${id} `)).length >= 3 };
  });
  expect(counts.filter(({ enough }) => !enough)).toEqual([]);
});

test('clean policies have no findings', () => {
  const clean = ruleFixtures.filter(({ group }) => group === 'clean');
  expect(clean.length).toBeGreaterThan(0);
  expect(clean.filter(({ findings }) => findings !== '')).toEqual([]);
});
