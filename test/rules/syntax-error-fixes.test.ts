import { describe, expect, test } from 'vitest';
import type { TextFix } from '../../src/model/policy.ts';
import { readJson } from '../../src/policy/json-reader.ts';
import { syntaxErrorFix } from '../../src/rules/syntax-error-fix.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';

/** The text with the fixes of all syntax errors that have one. */
function fixed(text: string): { readonly text: string; readonly left: number } {
  const { syntaxErrors } = readJson(text);
  const fixes: TextFix[] = [];
  let left = 0;
  for (const { syntaxError } of syntaxErrors) {
    const changes = syntaxErrorFix(syntaxError)?.changes ?? [];
    if (changes.length === 0) left += 1;
    for (const change of changes) {
      if (change.kind === 'rewrite') fixes.push({ ...change.span, text: change.text });
    }
  }
  fixes.sort((a, b) => b.offset - a.offset);
  let result = text;
  for (const { offset, length, text: instead } of fixes)
    result = result.slice(0, offset) + instead + result.slice(offset + length);
  return { text: result, left };
}

describe('the fixes of syntax errors', () => {
  test.each(plantedFixtures('json'))('of $name leave none but those without one', ({ text }) => {
    const { text: result, left } = fixed(text);
    expect(readJson(result).syntaxErrors.length).toBeLessThanOrEqual(left);
    if (left === 0) expect(() => JSON.parse(result)).not.toThrow();
  });

  test.each([
    { text: '{"a": [1, 2,],}', fixes: '{"a": [1, 2]}' },
    { text: '{"a": 1 // one\n}', fixes: '{"a": 1\n}' },
    { text: '{\n  // all\n  "a": 1\n}', fixes: '{\n  "a": 1\n}' },
    { text: '{"a": /* one */ 1}', fixes: '{"a":  1}' },
    { text: '{"a": 1\n"b": 2}', fixes: '{"a": 1,\n"b": 2}' },
    { text: "{'a'： “b”，}", fixes: '{"a": "b"}' },
    { text: '{a: True}', fixes: '{"a": true}' },
    { text: '{"a" = 1}', fixes: '{"a" : 1}' },
    { text: '{"a":\u00a01\u200b}', fixes: '{"a": 1}' },
    { text: '```json\n{"a": 1}\n```\n', fixes: '{"a": 1}\n' },
  ])('$text becomes $fixes', ({ text, fixes }) => {
    expect(fixed(text).text).toBe(fixes);
  });

  test.each([`{'it's': 1}`, '{"a": 1;}', '{"a": "b\n}', '{"a": [1}'])('%j is left to people', (text) => {
    const { syntaxErrors } = readJson(text);
    expect(syntaxErrors.some(({ syntaxError }) => syntaxErrorFix(syntaxError) === undefined)).toBe(true);
  });
});
