import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActionPattern, readAction } from '../../src/model/action.ts';
import { globOfPattern } from '../../src/patterns/action-pattern.ts';
import { globsContain } from '../../src/patterns/glob.ts';
import { createPatternCover, saySame } from '../../src/patterns/pattern-cover.ts';

function patternOf(text: string): ActionPattern {
  const reading = readAction(text);
  if (!reading.ok) throw new Error(text);
  return reading.pattern;
}

function coverOf(texts: readonly string[]) {
  const cover = createPatternCover<string>();
  for (const text of texts) cover.add(patternOf(text), text);
  return (text: string, accept: (found: string) => boolean = () => true) =>
    cover.find(patternOf(text), accept);
}

const segment = fc
  .array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 4 })
  .map((c) => c.join(''));
const service = fc.constantFrom('s', 't', '*');
const pattern = fc.tuple(service, segment, segment).map((segments) => segments.join(':'));

describe('a cover', () => {
  test('is found exactly where all patterns together contain the pattern', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 6 }), pattern, (texts, asked) => {
        const together = texts.map((text) => globOfPattern(patternOf(text)));
        const covered = globsContain(together, globOfPattern(patternOf(asked))) === 'yes';
        expect(coverOf(texts)(asked) !== undefined).toBe(covered);
      }),
      { numRuns: 2000 },
    );
  });

  test('is one that is accepted', () => {
    const find = coverOf(['ims:images:get', 'ims:images:g*', 'ims:*:*', '*:*:*']);
    expect(find('ims:images:get', (found) => found !== 'ims:images:get')).toBe('ims:*:*');
    expect(find('ims:images:get', (found) => found.includes('g*'))).toBe('ims:images:g*');
    expect(find('ims:images:get', () => false)).toBeUndefined();
  });

  test('of patterns that say the same is the first', () => {
    expect(coverOf(['IMS:images:l*', 'ims:IMAGES:l**'])('ims:images:list')).toBe('IMS:images:l*');
  });

  test('gives up where it would cost too much, and says that there is none', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `ims:images:x${i}*y`);
    const find = coverOf(many);
    for (const text of many) find(text, () => false);
    expect(find('ims:images:x1y')).toBeUndefined();
  });
});

test('patterns say the same whatever their case and number of asterisks', () => {
  expect(saySame(patternOf('ims:images:a**'), patternOf('IMS:Images:A*'))).toBe(true);
  expect(saySame(patternOf('ims:images:a*'), patternOf('ims:images:*'))).toBe(false);
});
