import { placeholderIn } from '../model/placeholder.ts';
import { all, type Truth } from '../model/truth.ts';
import { dateOf, numberOf } from './condition-operator.ts';
import { evaluateTest, type ReadableTest } from './condition-test.ts';

/**
 * What tests on one key come to without any knowledge of the request: `no` where no value, nor its absence, satisfies
 * them all; `yes` where every one does; else `maybe`. Exact for booleans, numbers and dates, whose values fall into
 * finitely many classes, and for strings that some test ties to a list; other strings stay `maybe`.
 */
export function truthOnItsFace(tests: readonly ReadableTest[]): Truth {
  if (tests.every(holdsWhatever)) return 'yes';
  // A key of a service may have several values at once, which can satisfy tests that no single value does.
  if (!tests.every(({ singleValued }) => singleValued)) return 'maybe';
  if (tests.reduce((count, { values }) => count + values.length, 0) > mostValues) return 'maybe';
  // Sets of values behave differently from single ones; they are left open.
  if (tests.some(({ named }) => named.quantifier !== undefined)) return 'maybe';
  // Filled in, a value may be any.
  if (tests.some(({ values }) => values.some(isUnfinished))) return 'maybe';
  const states = requestStates(tests);
  if (states === undefined) return 'maybe';
  const truths = states.values.map((known) => all(tests.map((test) => evaluateTest(test, known))));
  if (truths.every((truth) => truth === 'no')) return 'no';
  return states.complete && truths.every((truth) => truth === 'yes') ? 'yes' : 'maybe';
}

/** More values than this are not compared with one another: the work grows with their square. */
const mostValues = 64;

function isUnfinished(value: string): boolean {
  return placeholderIn(value, { resource: false }) !== undefined;
}

function holdsWhatever({ values, named: { operator, ifExists, quantifier } }: ReadableTest): boolean {
  if (operator.compare === 'presence') return values.includes('true') && values.includes('false');
  if (quantifier !== undefined || !ifExists || operator.negated) return false;
  if (operator.type === 'boolean') return values.includes('true') && values.includes('false');
  return operator.compare === 'pattern' && values.includes('*');
}

interface RequestStates {
  /** Values that the key can have; the empty list is its absence. */
  readonly values: readonly (readonly string[])[];
  /** Every class of values is represented; if not, the values that are left out satisfy none of the tests together. */
  readonly complete: boolean;
}

const absent: readonly string[] = [];

/** Representatives of everything that the key can be, as far as these tests can tell apart. */
function requestStates(tests: readonly ReadableTest[]): RequestStates | undefined {
  const types = new Set(tests.map(({ named }) => named.operator.type).filter((type) => type !== 'any'));
  const [type, ...more] = types;
  if (more.length > 0) return undefined;
  switch (type) {
    case 'boolean':
      return { values: [absent, ['true'], ['false']], complete: true };
    case 'number':
      return ordered(tests, numberOf, String);
    case 'date':
      return ordered(tests, dateOf, (time) => `${new Date(time).toISOString().slice(0, 19)}Z`);
    case 'string': {
      const list = tests.find(
        ({ named: { operator } }) => operator.compare === 'equals' && !operator.negated,
      );
      return list && { values: [absent, ...list.values.map((value) => [value])], complete: false };
    }
    case undefined:
      // Presence alone is asked for.
      return { values: [absent, ['']], complete: true };
    default:
      return undefined;
  }
}

/** The bounds that the tests name, a value between each two, and one beyond each end. */
function ordered(
  tests: readonly ReadableTest[],
  read: (text: string) => number | undefined,
  print: (value: number) => string,
): RequestStates | undefined {
  const bounds = new Set<number>();
  for (const { values: written, named } of tests) {
    if (named.operator.compare === 'presence') continue;
    for (const value of written) {
      const bound = read(value);
      if (bound === undefined) return undefined;
      bounds.add(bound);
    }
  }
  const sorted = [...bounds].sort((a, b) => a - b);
  const step = 60_000;
  const values: number[] = [];
  for (const [i, bound] of sorted.entries()) {
    const before = sorted[i - 1];
    values.push(before === undefined ? bound - step : (before + bound) / 2, bound);
  }
  values.push((sorted.at(-1) ?? 0) + step);
  // A value between two bounds that has no text of its own (dates a second apart) stands as one that nobody can read.
  const texts = values.map((value) => (read(print(value)) === value ? print(value) : 'between'));
  return { values: [absent, ...texts.map((text) => [text])], complete: !texts.includes('between') };
}
