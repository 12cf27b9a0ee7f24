import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { matchResources } from '../../src/decide/resource.ts';
import { holeCharacter } from '../../src/model/hole.ts';
import type { PlacedText } from '../../src/model/policy.ts';
import { type PlainResource, plainResourceMatch } from '../support/plain-resources.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const paths = ['a', 'b', 'ab', 'aB', 'a/b', 'b:a', 'A'];
const asked = fc
  .tuple(fc.constantFrom('r', 'q'), fc.constantFrom('1', '2'), fc.constantFrom(...paths))
  .map(([region, account, path]) => `s:${region}:${account}:t:${path}`);

const base = fc
  .tuple(
    fc.constantFrom('s', 'S', 's', '*', 'u'),
    fc.constantFrom('*', 'r', 'R'),
    fc.constantFrom('*', '1'),
    fc.constantFrom('t', 'T', '*', 'x'),
    fc.constantFrom(...paths, 'a*', '*b', 'a*B'),
  )
  .map((segments) => segments.join(':'));

const marks = [
  holeCharacter,
  holeCharacter.repeat(4),
  'xxx',
  '%s',
  '<x>',
  '{x}',
  '{{x}}',
  '%X%',
  '__X__',
  '$' + '{x}',
  '$' + '{f({ a = "b" })}',
];

/** A resource as it may be written, and what it may mean. */
const resource: fc.Arbitrary<PlainResource> = fc
  .tuple(base, fc.nat(4), fc.nat(20), fc.nat(7))
  .map(([text, which, at, variant]): PlainResource => {
    const parts = text.split(':');
    const segments = [...parts.slice(0, 4), parts.slice(4).join(':')];
    const swap = (segment: string) => segments.map((own, i) => (i === which ? segment : own)).join(':');
    const own = segments[which] ?? '';
    switch (variant) {
      case 0: {
        const written = swap(`?${own.slice(1)}`);
        return { written, sure: written, readings: [written] };
      }
      case 1: {
        // White space before the service, and in it, leaves open which one is meant.
        const place = text.indexOf(':') + 1 + (at % (text.length - text.indexOf(':')));
        const written = `${text.slice(0, place)} ${text.slice(place)}`;
        return { written, readings: [text, written, written.trim()] };
      }
      case 2: {
        const mark = marks[at % marks.length] ?? '';
        return { written: swap(mark), readings: unlessInService(mark, which, [swap('#')]) };
      }
      case 3: {
        const mark = marks.filter((one) => one !== 'xxx')[at % (marks.length - 1)] ?? '';
        return {
          written: swap(`${own}${mark}`),
          readings: unlessInService(mark, which, [swap(`${own}#`)]),
        };
      }
      case 4: {
        const [service = '', ...rest] = segments;
        const written = [`${service}*`, ...rest].join(':');
        return service === '*' ? { written: '*:*', readings: null } : { written, readings: null };
      }
      case 5:
        return { written: text, readings: text === '*' ? null : [text], maybe: true };
      default:
        return { written: text, sure: text, readings: [text] };
    }
  });

/** A part of a service that is a hole may become one with a wildcard, of which nobody knows what it is about. */
function unlessInService(
  mark: string,
  segment: number,
  readings: readonly string[],
): PlainResource['readings'] {
  return mark.includes(holeCharacter) && segment === 0 ? null : readings;
}

function placed(resources: readonly PlainResource[]): readonly PlacedText[] {
  return resources.map(({ written, maybe }) => ({ text: written, path: [], ...(maybe ? { maybe } : {}) }));
}

describe('the engine and the plain implementation agree', () => {
  test('on resources, whatever they can be read as', () => {
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 3 }), asked, (resources, known) => {
        const written = placed(resources);
        const isWhole = resources.some(({ sure }) => /^(?:s|\*):\*:\*:(?:t|\*):\*$/i.test(sure ?? ''));
        if (isWhole) return;
        expect(matchResources(written, { service: 's', type: 't', known: [known] }).truth).toBe(
          plainResourceMatch(resources, known),
        );
      }),
      { numRuns: propertyRuns },
    );
  });

  test('and a known resource only settles what is open without it', () => {
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 3 }), asked, (resources, known) => {
        const written = placed(resources);
        const question = { service: 's', type: 't' };
        const before = matchResources(written, { ...question, known: [] }).truth;
        const after = matchResources(written, { ...question, known: [known] }).truth;
        if (before !== 'maybe') expect(after).toBe(before);
        for (const resources of [[], [known]]) {
          const match = matchResources(written, { ...question, known: resources, allResources: true });
          expect(match).toEqual(
            before === 'yes' ? { truth: 'yes' } : { truth: 'maybe', because: 'all-resources' },
          );
        }
      }),
      { numRuns: propertyRuns },
    );
  });
});
