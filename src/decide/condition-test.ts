import type { GlobalKey, Language } from '../model/language.ts';
import type { ConditionTest } from '../model/policy.ts';
import { type NamedOperator, readOperator, testValue } from './condition-operator.ts';
import { all, any, type Truth, truthOf } from './truth.ts';

/** A test that can be evaluated: its operator and its key are known and fit. */
export interface ReadableTest {
  readonly test: ConditionTest;
  readonly named: NamedOperator;
  /** The key has one value in a request, or none. */
  readonly singleValued: boolean;
}

export type TestReading =
  | { readonly ok: true; readonly readable: ReadableTest }
  | { readonly ok: false; readonly because: string };

/** A test on a key whose values are known; no values: the key is known to be absent. */
export function evaluateTest({ test, named }: ReadableTest, known: readonly string[]): Truth {
  const { operator, quantifier, ifExists } = named;
  if (operator.compare === 'presence') {
    return any(
      test.values.map((value) => {
        if (value === 'true') return truthOf(known.length === 0);
        return value === 'false' ? truthOf(known.length > 0) : 'maybe';
      }),
    );
  }
  if (known.length === 0) {
    if (ifExists) return 'yes';
    if (quantifier === 'any') return 'no';
    // Open points: an absent key under a negated operator, and the empty set under `ForAllValues:`.
    return quantifier === 'all' || operator.negated ? 'maybe' : 'no';
  }
  const truths = known.map((value) => testValue(operator, value, test.values));
  if (quantifier === 'all') return all(truths);
  if (quantifier === 'any') return any(truths);
  // Several values under an operator for one: only a result that all of them share is sure.
  const [first = 'maybe', ...rest] = truths;
  return rest.every((truth) => truth === first) ? first : 'maybe';
}

/** Reads a test for a request of a service, or says why nobody can tell what it asks for. */
export function readTest(test: ConditionTest, service: string, language: Language): TestReading {
  const refuse = (because: string): TestReading => ({ ok: false, because });
  const named = readOperator(test.operator, language);
  if (named === undefined) return refuse(`\`${test.operator}\` is no known operator`);
  if (test.values.length === 0) return refuse('it lists no value');
  const { operator } = named;
  const isOfObs = test.key.startsWith('obs:');
  if (operator.standing === 'bucket-policy' && !isOfObs) {
    return refuse(`\`${operator.name}\` is documented for bucket policies only`);
  }
  const key = readKey(test.key, service, language);
  if (typeof key === 'string') return refuse(key);
  if (key.type !== 'any' && operator.type !== 'any' && key.type !== operator.type) {
    return refuse(`\`${test.key}\` is of type ${key.type}, which \`${operator.name}\` does not compare`);
  }
  // Keys that IAM itself fills in have one value; what a service supplies may be a set.
  return { ok: true, readable: { test, named, singleValued: key.type !== 'any' } };
}

/** The key with its type, or why nobody can tell what it means. Keys are compared exactly: their case is an open point. */
function readKey(key: string, service: string, { globalKeys }: Language): GlobalKey | string {
  const known = globalKeys.find((candidate) => candidate.key === key);
  if (known) return known;
  const folded = globalKeys.find((candidate) => candidate.key.toLowerCase() === key.toLowerCase());
  if (folded) return `the key is written \`${folded.key}\``;
  const [prefix = ''] = key.split(':', 1);
  if (!key.includes(':')) return 'the key names no service';
  if (prefix === 'g') return 'the key counts only if the service that is called supplies it';
  if (prefix.toLowerCase() !== service) return `the key belongs to \`${prefix}\`, not to \`${service}\``;
  return { key, type: 'any' };
}
