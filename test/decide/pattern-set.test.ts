import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Glob, globMatches, globOf } from '../../src/decide/glob.ts';
import {
  contains,
  difference,
  equal,
  intersection,
  isEmpty,
  type PatternSet,
  patternSet,
  union,
} from '../../src/decide/pattern-set.ts';

const segment = (text: string): Glob => globOf(text, { crossing: false, questionMark: false });
const setOf = (...texts: string[]): PatternSet => patternSet(texts.map(segment));

describe('containment is exact for unions', () => {
  test.each([
    { set: setOf('a:*'), subject: 'a:b*', expected: 'yes' },
    { set: setOf('a:b*'), subject: 'a:*', expected: 'no' },
    { set: setOf('a:*b', 'a:*'), subject: 'a:c*', expected: 'yes' },
    { set: union(setOf('a:a*'), difference(setOf('a:*'), setOf('a:a*'))), subject: 'a:*', expected: 'yes' },
    { set: difference(setOf('a:*'), setOf('a:x')), subject: 'a:*', expected: 'no' },
    { set: difference(setOf('a:*'), setOf('b:*')), subject: 'a:*', expected: 'yes' },
    { set: setOf(), subject: 'a', expected: 'no' },
  ])('$subject: $expected', ({ set, subject, expected }) => {
    expect(contains(set, segment(subject))).toBe(expected);
  });
});

test.each([
  { one: setOf('a*', '*a'), other: setOf('*a', 'a*'), expected: 'yes' },
  { one: setOf('a*'), other: setOf('a*', 'ab*'), expected: 'yes' },
  { one: intersection(setOf('a*'), setOf('*b')), other: setOf('a*b'), expected: 'yes' },
  { one: intersection(setOf('ab*'), setOf('*ba')), other: setOf('ab*ba'), expected: 'no' },
])('equality is exact: $expected', ({ one, other, expected }) => {
  expect(equal(one, other)).toBe(expected);
});

const globs = fc.array(
  fc
    .array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 4 })
    .map((letters) => segment(letters.join(''))),
  { maxLength: 3 },
);
const words = ['', 'a', 'b', 'ab', 'ba', 'aa', 'bb', 'aba', 'bab', 'abab', 'baba', 'aabb', 'x', 'axb'];
const matchedBy = (list: readonly Glob[], text: string) => list.some((glob) => globMatches(glob, text));

test('the operations agree with testing single strings', () => {
  fc.assert(
    fc.property(globs, globs, (one, other) => {
      const [a, b] = [patternSet(one), patternSet(other)];
      const belongs = (set: PatternSet, text: string) =>
        set.has(set.globs.map((glob) => globMatches(glob, text)));
      for (const text of words) {
        const [inOne, inOther] = [matchedBy(one, text), matchedBy(other, text)];
        expect(belongs(union(a, b), text)).toBe(inOne || inOther);
        expect(belongs(intersection(a, b), text)).toBe(inOne && inOther);
        expect(belongs(difference(a, b), text)).toBe(inOne && !inOther);
        if (inOne && !inOther) expect(isEmpty(difference(a, b))).toBe('no');
      }
      expect(isEmpty(difference(a, union(a, b)))).toBe('yes');
      expect(equal(union(a, b), union(b, a))).toBe('yes');
      expect(equal(a, union(intersection(a, b), difference(a, b)))).toBe('yes');
    }),
    { numRuns: 2000 },
  );
});
