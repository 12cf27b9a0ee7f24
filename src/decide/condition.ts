import type { RequestContext } from '../model/context.ts';
import type { Language } from '../model/language.ts';
import type { ConditionTest, StatementCondition } from '../model/policy.ts';
import { all, type Truth } from '../model/truth.ts';
import { truthOnItsFace } from './condition-on-its-face.ts';
import { evaluateTest, type ReadableTest, readTest } from './condition-test.ts';

/** What a Condition comes to for a request of a service. */
export interface ConditionResult {
  readonly truth: Truth;
  /** For `maybe`: the tests that are open, simplified: what is known to hold is left out. */
  readonly open: readonly OpenTest[];
}

/** A test that what is known does not settle. */
export interface OpenTest {
  readonly test: ConditionTest;
  /** Why nobody could settle it, where more context would not help. */
  readonly because?: string;
}

/**
 * Evaluates a Condition (iam-language section 5): values of a key are OR-ed, keys and operators AND-ed. Tests on one key
 * that contradict each other, or hold whatever the request, are recognised without any context.
 * @param service code of the service that is called, lower case: other services' keys mean nothing to it
 */
export function evaluateCondition(
  condition: StatementCondition,
  service: string,
  context: RequestContext,
  language: Language,
): ConditionResult {
  const { perKey, open } = readTests(condition, () => service, language);
  let truth: Truth = open.length > 0 ? 'maybe' : 'yes';
  for (const [key, tests] of perKey) {
    const { truth: ofKey, unsettled } = evaluateKey(key, tests, context);
    // Where a part cannot be read, what can be read of the rest settles nothing against the statement.
    if (ofKey === 'no' && condition.readable) return { truth: 'no', open: [] };
    if (ofKey === 'no') open.push(...tests.map(({ test }) => ({ test })));
    if (ofKey === 'maybe') truth = 'maybe';
    open.push(...unsettled.map(({ test }) => ({ test })));
  }
  // A Condition of another shape, or without any test, is documented nowhere: it may ask for anything.
  if (!condition.readable || condition.tests.length === 0) truth = 'maybe';
  return { truth, open: truth === 'maybe' ? open : [] };
}

/** What the tests on one key come to for every request that there can be. */
interface KeyOnItsFace {
  readonly tests: readonly ReadableTest[];
  /** `no`: nothing satisfies them all, so that the statement never matches; `yes`: everything does. */
  readonly truth: 'no' | 'yes';
}

/** The keys of a Condition about whose tests no request makes a difference. */
export function keysOnTheirFace(condition: StatementCondition, language: Language): KeyOnItsFace[] {
  // A key of a service is read as that service reads it: for the others it means nothing.
  const { perKey } = readTests(condition, ({ key }) => key.split(':', 1)[0]?.toLowerCase() ?? '', language);
  return [...perKey.values()].flatMap((tests): KeyOnItsFace[] => {
    const truth = truthOnItsFace(tests);
    if (truth === 'no') return condition.readable ? [{ tests, truth }] : [];
    if (truth === 'yes') return [{ tests, truth }];
    return tests
      .filter((test) => truthOnItsFace([test]) === 'yes')
      .map((test) => ({ tests: [test], truth: 'yes' as const }));
  });
}

/** A Condition's tests by their keys, and those that nobody can read. */
function readTests(
  { tests }: StatementCondition,
  serviceFor: (test: ConditionTest) => string,
  language: Language,
): { readonly perKey: ReadonlyMap<string, readonly ReadableTest[]>; readonly open: OpenTest[] } {
  const perKey = new Map<string, ReadableTest[]>();
  const open: OpenTest[] = [];
  for (const test of tests) {
    const reading = readTest(test, serviceFor(test), language);
    if (!reading.ok) {
      open.push({ test, because: reading.because });
      continue;
    }
    const before = perKey.get(test.key);
    if (before) before.push(reading.readable);
    else perKey.set(test.key, [reading.readable]);
  }
  return { perKey, open };
}

function evaluateKey(
  key: string,
  tests: readonly ReadableTest[],
  context: RequestContext,
): { readonly truth: Truth; readonly unsettled: readonly ReadableTest[] } {
  const known = context.keys.get(key);
  if (known === undefined) {
    const truth = truthOnItsFace(tests);
    return {
      truth,
      unsettled: truth === 'maybe' ? tests.filter((test) => truthOnItsFace([test]) !== 'yes') : [],
    };
  }
  const results = tests.map((readable) => ({ readable, truth: evaluateTest(readable, known) }));
  // Several values of a key that has one in a request: it is one of them, so that what holds of each of them holds.
  const oneOf = tests.every(({ singleValued, named }) => singleValued && named.quantifier === undefined);
  const ofEach = known.map((value) => all(tests.map((test) => evaluateTest(test, [value]))));
  const isNo = oneOf && known.length > 1 && ofEach.every((truth) => truth === 'no');
  const truth = isNo ? 'no' : all(results.map((result) => result.truth));
  return {
    truth,
    unsettled:
      truth === 'no'
        ? []
        : results.filter((result) => result.truth === 'maybe').map(({ readable }) => readable),
  };
}
