import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { evaluateCondition } from '../../src/decide/condition.ts';
import { dateOf, numberOf } from '../../src/decide/condition-operator.ts';
import { openTestsInWords } from '../../src/decide/condition-words.ts';
import type { Language } from '../../src/model/language.ts';
import { type ConditionTest, unplaced } from '../../src/model/policy.ts';
import { wildcardMatches } from '../../src/patterns/wildcard.ts';
import { testData } from '../support/test-data.ts';

const language = JSON.parse(testData().get('language.json') ?? '') as Language;

interface Case {
  readonly name: string;
  readonly condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Known keys; an empty list: known to be absent. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly service?: string;
  readonly expect: string;
  /** The open tests in words. */
  readonly open?: string;
}

function testsOf(condition: Case['condition']): ConditionTest[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: unplaced(values), path: [] })),
  );
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'decisions', 'conditions.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

test('names are unique', () => {
  expect(cases.map(({ name }) => name)).toEqual([...new Set(cases.map(({ name }) => name))]);
});

test.each(cases)('$name', (given) => {
  const result = evaluateCondition(
    { path: [], tests: testsOf(given.condition), readable: true },
    given.service ?? 'ims',
    { keys: new Map(Object.entries(given.context ?? {})), resources: [] },
    language,
  );
  expect(result.truth).toBe(given.expect);
  expect(openTestsInWords(result.open, language)).toBe(given.open ?? '');
});

test('a Condition of another shape is never sure', () => {
  const condition = { path: [], tests: testsOf({ Bool: { 'g:MFAPresent': ['true'] } }), readable: false };
  const keys = new Map([['g:MFAPresent', ['true']]]);
  expect(evaluateCondition(condition, 'ims', { keys, resources: [] }, language).truth).toBe('maybe');
});

describe('values', () => {
  test.each([
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*', '', true],
    ['A*', 'abc', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['a:*', 'a:b/c', true],
    ['?', '\u{1f600}', true],
    ['??', '\u{1f600}', false],
    ['a?c', 'a\u{1f600}c', true],
    ['*?', '\u{1f600}', true],
    ['*??', '\u{1f600}', false],
    ['*?', '\u{1f600}\u{1f600}', true],
    ['*???', '\u{1f600}\u{1f600}', false],
    ['?*?', '\u{1f600}', false],
    ['?', '\ud83d', true],
    ['?', 'e\u0301', false],
    ['*\u{1f600}', 'a\u{1f600}', true],
  ])('%s matches %j: %s', (pattern, text, expected) => {
    expect(wildcardMatches(pattern, text)).toBe(expected);
  });

  test.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['+2', 2],
    ['1e3', undefined],
    ['0x10', undefined],
    ['', undefined],
    [' 1', undefined],
    ['Infinity', undefined],
  ])('%j is the number %s', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });

  test.each([
    ['2026-01-31T00:00:00Z', true],
    ['2026-02-31T00:00:00Z', false],
    ['2026-01-31T24:00:00Z', false],
    ['2026-01-31', false],
    ['2026-01-31T00:00:00', false],
    ['2026-01-31T00:00:00+01:00', false],
    ['26-01-31T00:00:00Z', false],
  ])('%s is a date in the documented form: %s', (text, expected) => {
    expect(dateOf(text) !== undefined).toBe(expected);
  });
});
