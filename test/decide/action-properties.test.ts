import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { gravityOf } from '../../src/decide/combine.ts';
import type { ServiceLevel } from '../../src/model/catalogue.ts';
import { type Policy, unknownPolicy } from '../../src/model/policy.ts';
import { doubtfulVariants, layer, namedPolicies, policyInLayer } from '../support/doubtful-actions.ts';
import {
  type PlainStatement,
  plainDecision,
  plainPatternDecision,
  plainReasons,
} from '../support/plain-decision.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import {
  deciderOf,
  grantsOf,
  policyOf,
  unreadablePolicy,
  withMoreStatements,
} from '../support/statements.ts';

vi.setConfig({ testTimeout: propertyTimeout });

// Two letters and two segments of up to four letters are enough for every interplay of the patterns below: a pattern
// names at most two letters a segment, so a string that tells two sets of them apart is never longer.
const words = (length: number): string[] =>
  length === 0 ? [''] : words(length - 1).flatMap((word) => [word, `${word}a`, `${word}b`, `${word}c`]);
const segments = [...new Set(words(4))];
const universe = segments.flatMap((resource) =>
  [...new Set(words(2))].map((operation) => `s:${resource}:${operation}`),
);

const resourcePattern = fc.constantFrom('*', 'a', 'b', 'ab', 'a*', '*a', '*b', 'b*', '*ab*', 'a*b', '*b*');
const operationPattern = fc.constantFrom('*', 'a', 'b', 'a*', '*a');
const pattern = fc
  .tuple(resourcePattern, operationPattern)
  .map(([resource, operation]) => `s:${resource}:${operation}`);
// A placeholder behind an operation of two letters would ask for strings that are longer than those of the universe.
const short = fc.constantFrom('s:a:a', 's:b:a', 's:cab:c', 's:c:c');
const concrete = fc.constantFrom('s:a:a', 's:ab:b', 's:b:a', 's:abb:ab', 's:cab:c', 's:c:c');

const statement: fc.Arbitrary<PlainStatement> = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'deny'),
  actions: fc.array(fc.oneof(pattern, concrete), { minLength: 1, maxLength: 3 }),
  maybe: fc.boolean(),
  because: fc.constantFrom(...plainReasons),
  doubtful: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(doubtfulVariants(fc.oneof(pattern, short)), { maxLength: 2 }) },
  ),
});
const statements = fc.array(statement, { maxLength: 4 });

const layered = fc.tuple(statements, layer).map(([plain, declared]) => policyInLayer(plain, declared));
const level = fc.constantFrom<ServiceLevel>('project', 'global', 'both', null);

function decide(text: string, policies: readonly Policy[], ofService: ServiceLevel = 'project') {
  return deciderOf(grantsOf(policies), { levelOf: () => ofService }).action(text, () => []);
}

describe('the engine and the plain implementation agree', () => {
  test('on concrete actions', () => {
    fc.assert(
      fc.property(concrete, layered, namedPolicies, level, (action, own, named, ofService) => {
        const all = [own, ...named];
        const policies = all.map(({ policy }) => policy);
        expect(decide(action, policies, ofService).decision).toBe(
          plainDecision(
            action,
            all.flatMap(({ says }) => says),
            () => ofService,
          ),
        );
      }),
      { numRuns: propertyRuns },
    );
  });

  test('on one element that can be read in several ways', () => {
    const doubtful = doubtfulVariants(fc.oneof(pattern, concrete));
    const effect = fc.constantFrom<PlainStatement['effect']>('allow', 'deny');
    fc.assert(
      fc.property(concrete, doubtful, effect, (action, doubt, of) => {
        const plain: PlainStatement[] = [
          { effect: of, actions: [], maybe: false, doubtful: [doubt] },
          ...(of === 'allow' ? [] : [{ effect: 'allow' as const, actions: ['s:*:*'], maybe: false }]),
        ];
        expect(decide(action, [policyOf(plain)]).decision).toBe(plainDecision(action, plain));
      }),
      { numRuns: propertyRuns },
    );
  });

  test(
    'on patterns, over every string of a bounded universe',
    () => {
      fc.assert(
        fc.property(pattern, layered, namedPolicies, level, (asked, own, named, ofService) => {
          const all = [own, ...named];
          const policies = all.map(({ policy }) => policy);
          const says = all.flatMap((one) => one.says);
          expect(decide(asked, policies, ofService).decision).toBe(
            plainPatternDecision(asked, says, universe, () => ofService),
          );
        }),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );
});

describe('laws of deciding actions', () => {
  const asked = fc.oneof(pattern, concrete);
  const run = { numRuns: propertyRuns };

  test('adding a Deny never makes a decision better', () => {
    fc.assert(
      fc.property(asked, statements, statement, (action, plain, extra) => {
        const before = decide(action, [policyOf(plain)]).decision;
        const after = decide(action, [policyOf([...plain, { ...extra, effect: 'deny' }])]).decision;
        expect(gravityOf(after)).toBeGreaterThanOrEqual(gravityOf(before));
      }),
      run,
    );
  });

  test('adding an Allow never makes a decision graver', () => {
    fc.assert(
      fc.property(asked, statements, statement, (action, plain, extra) => {
        const before = decide(action, [policyOf(plain)]).decision;
        const after = decide(action, [policyOf([...plain, { ...extra, effect: 'allow' }])]).decision;
        expect(gravityOf(after)).toBeLessThanOrEqual(gravityOf(before));
      }),
      run,
    );
  });

  test('order and grouping of statements change nothing', () => {
    fc.assert(
      fc.property(asked, statements, (action, plain) => {
        const together = decide(action, [policyOf(plain)]).decision;
        expect(decide(action, [policyOf([...plain].reverse())]).decision).toBe(together);
        expect(
          decide(
            action,
            plain.map((one) => policyOf([one])),
          ).decision,
        ).toBe(together);
      }),
      run,
    );
  });

  test('an unreadable part never yields `allowed`, and only a sure Deny stands beside it', () => {
    fc.assert(
      fc.property(asked, statements, (action, plain) => {
        const alone = decide(action, [policyOf(plain)]).decision;
        const expected = alone === 'denied' ? 'denied' : 'conditional';
        expect(decide(action, [policyOf(plain), unreadablePolicy]).decision).toBe(expected);
        expect(decide(action, [policyOf(plain), unknownPolicy('main.tf', [])]).decision).toBe(expected);
        expect(decide(action, [withMoreStatements(policyOf(plain))]).decision).toBe(expected);
      }),
      run,
    );
  });

  test('a conditional decision says why', () => {
    fc.assert(
      fc.property(asked, statements, (action, plain) => {
        const { decision, reasons } = decide(action, [policyOf(plain)]);
        expect(reasons.length > 0).toBe(decision === 'conditional');
      }),
      run,
    );
  });
});
