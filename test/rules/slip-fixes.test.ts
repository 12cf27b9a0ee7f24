import { describe, expect, test } from 'vitest';
import type { TextMend } from '../../src/model/policy.ts';
import { readJson } from '../../src/policy/json-reader.ts';
import { slipFix } from '../../src/rules/slip-fix.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';

/** The text with the mends of all slips that have one. */
function mended(text: string): { readonly text: string; readonly left: number } {
  const { slips } = readJson(text);
  const mends: TextMend[] = [];
  let left = 0;
  for (const { slip } of slips) {
    const changes = slipFix(slip)?.changes ?? [];
    if (changes.length === 0) left += 1;
    for (const change of changes) {
      if (change.kind === 'rewrite') mends.push({ ...change.span, text: change.text });
    }
  }
  mends.sort((a, b) => b.offset - a.offset);
  let result = text;
  for (const { offset, length, text: instead } of mends)
    result = result.slice(0, offset) + instead + result.slice(offset + length);
  return { text: result, left };
}

describe('the fixes of slips', () => {
  test.each(plantedFixtures('json'))('of $name leave none but those without one', ({ text }) => {
    const { text: result, left } = mended(text);
    expect(readJson(result).slips.length).toBeLessThanOrEqual(left);
    if (left === 0) expect(() => JSON.parse(result)).not.toThrow();
  });

  test.each([
    { text: '{"a": [1, 2,],}', mends: '{"a": [1, 2]}' },
    { text: '{"a": 1 // one\n}', mends: '{"a": 1\n}' },
    { text: '{\n  // all\n  "a": 1\n}', mends: '{\n  "a": 1\n}' },
    { text: '{"a": /* one */ 1}', mends: '{"a":  1}' },
    { text: '{"a": 1\n"b": 2}', mends: '{"a": 1,\n"b": 2}' },
    { text: "{'a'： “b”，}", mends: '{"a": "b"}' },
    { text: '{a: True}', mends: '{"a": true}' },
    { text: '{"a" = 1}', mends: '{"a" : 1}' },
    { text: '{"a":\u00a01\u200b}', mends: '{"a": 1}' },
    { text: '```json\n{"a": 1}\n```\n', mends: '{"a": 1}\n' },
  ])('$text becomes $mends', ({ text, mends }) => {
    expect(mended(text).text).toBe(mends);
  });

  test.each([`{'it's': 1}`, '{"a": 1;}', '{"a": "b\n}', '{"a": [1}'])('%j is left to people', (text) => {
    const { slips } = readJson(text);
    expect(slips.some(({ slip }) => slipFix(slip) === undefined)).toBe(true);
  });
});
