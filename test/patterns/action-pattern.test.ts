import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ActionPattern, readAction } from '../../src/model/action.ts';
import {
  globOfPattern,
  matchesAction,
  matchesName,
  patternsMeet,
} from '../../src/patterns/action-pattern.ts';
import { globsIntersect } from '../../src/patterns/glob.ts';

function patternOf(text: string): ActionPattern {
  const reading = readAction(text);
  if (!reading.ok) throw new Error(text);
  return reading.pattern;
}

const segment = fc
  .array(fc.constantFrom('a', 'B', '*'), { minLength: 1, maxLength: 4 })
  .map((c) => c.join(''));
const pattern = fc
  .tuple(fc.constantFrom('s', 'T', '*'), segment, segment)
  .map((segments) => patternOf(segments.join(':')));

test('patterns meet exactly where their globs do', () => {
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      expect(patternsMeet(one, other)).toBe(globsIntersect(globOfPattern(one), globOfPattern(other)));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  { one: 'ims:images:get', other: 'IMS:Images:GET', meet: true },
  { one: 'ims:images:get', other: 'ims:images:list', meet: false },
  { one: 'ims:*:get', other: 'ims:images:*', meet: true },
  { one: 'ims:a*:get', other: 'ims:b*:get', meet: false },
  { one: '*:images:*', other: 'ims:*:list', meet: true },
  { one: 'ecs:*:*', other: 'ims:*:*', meet: false },
])('$one and $other: $meet', ({ one, other, meet }) => {
  expect(patternsMeet(patternOf(one), patternOf(other))).toBe(meet);
  expect(patternsMeet(patternOf(other), patternOf(one))).toBe(meet);
});

test('a name is matched whatever the service is', () => {
  const [asked, documented] = [patternOf('image:images:g*'), patternOf('ims:images:get')];
  expect(matchesName(asked, documented)).toBe(true);
  expect(matchesAction(asked, documented)).toBe(false);
});
