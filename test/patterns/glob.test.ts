import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exploreMemberships,
  type Glob,
  globMatches,
  globOf,
  globsContain,
  globsIntersect,
} from '../../src/patterns/glob.ts';

const segment = (text: string): Glob => globOf(text, { crossing: false, questionMark: false });
const crossing = (text: string): Glob => globOf(text, { crossing: true, questionMark: true });

describe('globMatches', () => {
  test.each([
    { glob: segment('a*c'), text: 'abbc', expected: true },
    { glob: segment('a*c'), text: 'ac', expected: true },
    { glob: segment('a*c'), text: 'acb', expected: false },
    { glob: segment('a*'), text: 'a:b', expected: false },
    { glob: crossing('a*'), text: 'a:b', expected: true },
    { glob: crossing('a?c'), text: 'abc', expected: true },
    { glob: crossing('a?c'), text: 'a:c', expected: false },
    { glob: segment('**a**'), text: 'a', expected: true },
    { glob: segment(''), text: '', expected: true },
  ])('$text: $expected', ({ glob, text, expected }) => {
    expect(globMatches(glob, text)).toBe(expected);
  });

  test('does not blow up on many stars', () => {
    expect(globMatches(segment(`${'a*'.repeat(60)}b`), 'a'.repeat(3000))).toBe(false);
  });
});

const word = fc.array(fc.constantFrom('a', 'b', ':'), { maxLength: 6 }).map((letters) => letters.join(''));
const glob = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', ':', '*'), { maxLength: 5 }), fc.boolean())
  .map(([letters, wide]) => globOf(letters.join(''), { crossing: wide, questionMark: false }));

describe('properties', () => {
  test('two globs that match one text intersect', () => {
    fc.assert(
      fc.property(glob, glob, word, (one, other, text) => {
        if (globMatches(one, text) && globMatches(other, text)) expect(globsIntersect(one, other)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('globs intersect exactly if the exploration finds a text of both, and the text shows it', () => {
    fc.assert(
      fc.property(glob, glob, (one, other) => {
        let common: string | undefined;
        const complete = exploreMemberships(one, [other], ([matched], example) => {
          if (matched) common = example;
        });
        expect(complete).toBe(true);
        expect(common !== undefined).toBe(globsIntersect(one, other));
        if (common !== undefined) {
          expect(globMatches(one, common)).toBe(true);
          expect(globMatches(other, common)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('globsContain', () => {
  test.each([
    { globs: [segment('a:*')], subject: segment('a:b*'), expected: 'yes' },
    { globs: [segment('a:b*')], subject: segment('a:*'), expected: 'no' },
    { globs: [segment('a:*b'), segment('a:*')], subject: segment('a:c*'), expected: 'yes' },
    { globs: [segment('b:*'), segment('a:*')], subject: segment('a:*'), expected: 'yes' },
    { globs: [], subject: segment('a'), expected: 'no' },
    // Only together do these hold everything.
    { globs: [segment(''), crossing('?*'), segment('*:*')], subject: segment('*'), expected: 'yes' },
    { globs: [crossing('?'), crossing('??*')], subject: segment('*'), expected: 'no' },
  ])('case %#: $expected', ({ globs, subject, expected }) => {
    expect(globsContain(globs, subject)).toBe(expected);
  });

  const text = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 4 }).map((letters) => letters.join(''));

  test('is exact: a letter that no glob names, in place of each star, has to match one of them', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, (texts, subject) => {
        const globs = texts.map(segment);
        const isMatched = globs.some((glob) => globMatches(glob, subject.replaceAll('*', 'x')));
        expect(globsContain(globs, segment(subject))).toBe(isMatched ? 'yes' : 'no');
      }),
      { numRuns: 3000 },
    );
  });
});

test('a hostile set of patterns ends at the bound, and says so', () => {
  // Sixteen patterns that know nothing of one another: the product has 4^16 states.
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789_-.!$&'];
  const patterns = Array.from({ length: 14 }, (_, i) =>
    segment(`*${letters.slice(3 * i, 3 * i + 3).join('*')}*`),
  );
  expect(exploreMemberships(segment('*'), patterns, () => undefined)).toBe(false);
  expect(globsContain([...patterns, segment('*')], segment('*'))).toBe('maybe');
});
