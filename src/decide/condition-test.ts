import { hasHole, holeCharacter } from '../model/hole.ts';
import type { Language, ValueType } from '../model/language.ts';
import type { ConditionTest, PlacedText } from '../model/policy.ts';
import { all, any, type Truth, truthOf } from '../model/truth.ts';
import { serviceKey } from './condition-key.ts';
import { type NamedOperator, readOperator, testValue } from './condition-operator.ts';

/** A test that can be evaluated: its operator and its key are known and fit. */
export interface ReadableTest {
  readonly test: ConditionTest;
  /** Of the test, as texts. */
  readonly values: readonly string[];
  readonly named: NamedOperator;
  /** The key has one value in a request, or none. */
  readonly singleValued: boolean;
}

/** Why nobody can tell what a test asks for. */
type TestFault =
  /** Part of its operator or key is not fixed. */
  | 'hole'
  | 'unknown-operator'
  | 'no-value'
  /** An operator of bucket policies on a key that is not of `obs`. */
  | 'operator-of-bucket-policies'
  /** A common key in another case. */
  | 'key-in-other-case'
  | 'key-without-service'
  /** A key beginning with `g:` that IAM does not fill in itself. */
  | 'key-not-common'
  | 'key-of-other-service'
  /** The operator compares values of another type than the key has. */
  | 'type-mismatch';

export type TestReading =
  | { readonly ok: true; readonly readable: ReadableTest }
  | { readonly ok: false; readonly fault: TestFault; readonly because: string };

/** A test on a key whose values are known; no values: the key is known to be absent. */
export function evaluateTest({ values, named }: ReadableTest, known: readonly string[]): Truth {
  const { operator, quantifier, ifExists } = named;
  if (operator.compare === 'presence') {
    return any(
      values.map((value) => {
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
  const truths = known.map((value) => testValue(operator, value, values));
  if (quantifier === 'all') return all(truths);
  if (quantifier === 'any') return any(truths);
  // Several values under an operator for one: only a result that all of them share is sure.
  const [first = 'maybe', ...rest] = truths;
  return rest.every((truth) => truth === first) ? first : 'maybe';
}

/** Reads a test for a request of a service, or says why nobody can tell what it asks for. */
export function readTest(test: ConditionTest, service: string, language: Language): TestReading {
  const refuse = (fault: TestFault, because: string): TestReading => ({ ok: false, fault, because });
  if (hasHole(test.operator) || hasHole(test.key)) return refuse('hole', 'part of it is not fixed');
  const named = readOperator(test.operator, language);
  if (named === undefined) return refuse('unknown-operator', `\`${test.operator}\` is not a known operator`);
  if (test.values.length === 0) return refuse('no-value', 'it lists no value');
  const { operator } = named;
  const isOfObs = test.key.startsWith('obs:');
  if (operator.standing === 'bucket-policy' && !isOfObs) {
    const because = `\`${operator.name}\` is documented for bucket policies only`;
    return refuse('operator-of-bucket-policies', because);
  }
  const reading = readKey(test.key, service, language);
  if (!reading.ok) return refuse(reading.fault, reading.because);
  const { type } = reading;
  if (type !== 'any' && operator.type !== 'any' && type !== operator.type) {
    const because = `\`${test.key}\` is of type ${type}, which \`${operator.name}\` does not compare`;
    return refuse('type-mismatch', because);
  }
  return {
    ok: true,
    readable: { test, values: test.values.map(textOf), named, singleValued: reading.singleValued },
  };
}

/** What may be missing could as well be another value. */
function textOf({ text, maybe }: PlacedText): string {
  return maybe ? holeCharacter : text;
}

type KeyReading =
  | { readonly ok: true; readonly type: ValueType; readonly singleValued: boolean }
  | { readonly ok: false; readonly fault: TestFault; readonly because: string };

/** The key's type, or why nobody can tell what it means. Keys are compared exactly: their case is an open point. */
function readKey(key: string, service: string, language: Language): KeyReading {
  const refuse = (fault: TestFault, because: string): KeyReading => ({ ok: false, fault, because });
  const { globalKeys } = language;
  // Keys that IAM itself fills in have one value; what a service supplies may be a set.
  const known = globalKeys.find((candidate) => candidate.key === key);
  if (known) return { ok: true, type: known.type, singleValued: true };
  const folded = globalKeys.find((candidate) => candidate.key.toLowerCase() === key.toLowerCase());
  if (folded) return refuse('key-in-other-case', `the key is written \`${folded.key}\``);
  const [prefix = ''] = key.split(':', 1);
  if (!key.includes(':')) return refuse('key-without-service', 'the key names no service');
  if (prefix === 'g') {
    return refuse('key-not-common', 'the key counts only if the service that is called supplies it');
  }
  if (prefix.toLowerCase() !== service) {
    return refuse('key-of-other-service', `the key belongs to \`${prefix}\`, not to \`${service}\``);
  }
  return { ok: true, type: serviceKey(key, language)?.type ?? 'any', singleValued: false };
}
