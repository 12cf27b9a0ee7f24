import type { Language } from '../model/language.ts';
import { type ConditionTest, type StatementCondition, textsOf, unplaced } from '../model/policy.ts';
import { keysOnTheirFace } from './condition.ts';
import { dateOf, type NamedOperator, numberOf, readOperator } from './condition-operator.ts';
import { evaluateTest, type ReadableTest, readTest } from './condition-test.ts';

/** A test that has to stand in a Condition. */
interface TestRequirement {
  readonly key: string;
  /** Absent: any that restricts. */
  readonly operator?: string;
  /** Absent: any. */
  readonly values?: readonly string[];
}

/** Whether a Condition asks for what is required, or for more. */
export function meetsRequirement(
  condition: StatementCondition | undefined,
  requirement: TestRequirement,
  language: Language,
): boolean {
  if (condition?.readable !== true) return false;
  const idle = new Set(
    keysOnTheirFace(condition, language).flatMap(({ tests, truth }) =>
      truth === 'yes' ? tests.map(({ test }) => test) : [],
    ),
  );
  return condition.tests.some((test) => {
    if (test.key !== requirement.key || idle.has(test)) return false;
    const named = readOperator(test.operator, language);
    return named !== undefined && test.values.length > 0 && isAsStrict(test, named, requirement, language);
  });
}

function isAsStrict(
  test: ConditionTest,
  named: NamedOperator,
  { operator, values }: TestRequirement,
  language: Language,
): boolean {
  if (operator === undefined) return !named.ifExists && named.operator.compare !== 'presence';
  const wanted = readOperator(operator, language);
  if (wanted === undefined || wanted.operator.name !== named.operator.name) return false;
  if (wanted.quantifier !== named.quantifier || (named.ifExists && !wanted.ifExists)) return false;
  return values === undefined || narrows(named, textsOf(test.values), values);
}

/** Whether the values of a test let pass no more than those that are required. */
function narrows(
  { operator }: NamedOperator,
  values: readonly string[],
  required: readonly string[],
): boolean {
  const { compare, negated, type } = operator;
  const numbers = (texts: readonly string[]) => texts.map(type === 'date' ? dateOf : numberOf);
  const [own, wanted] = [numbers(values), numbers(required)];
  const readable = [...own, ...wanted].every((value) => value !== undefined);
  if (readable && (compare === 'less' || compare === 'less-or-equal')) return most(own) <= most(wanted);
  if (readable && (compare === 'greater' || compare === 'greater-or-equal'))
    return most(own.map(minus)) <= most(wanted.map(minus));
  const few = new Set(negated ? values : required);
  return (negated ? required : values).every((value) => few.has(value));
}

function most(values: readonly (number | undefined)[]): number {
  return values.reduce<number>(
    (highest, value) => Math.max(highest, value ?? highest),
    Number.NEGATIVE_INFINITY,
  );
}

function minus(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

/** Every state of the key in which a request lacks what is required; `undefined` where these cannot be told. */
export function statesThatFail(
  { key, operator, values }: TestRequirement,
  language: Language,
): readonly (readonly string[])[] | undefined {
  if (operator === undefined || values === undefined) return undefined;
  const [prefix = ''] = key.split(':', 1);
  const reading = readTest({ operator, key, values: unplaced(values), path: [] }, prefix, language);
  if (!reading.ok || !isOfBooleans(reading.readable)) return undefined;
  const { readable } = reading;
  return [[], ['true'], ['false']].filter((state) => evaluateTest(readable, state) !== 'yes');
}

function isOfBooleans({ named: { operator }, singleValued }: ReadableTest): boolean {
  return operator.type === 'boolean' && singleValued;
}
