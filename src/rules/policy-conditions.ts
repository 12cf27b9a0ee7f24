import { readTest, type TestReading } from '../decide/condition-test.ts';
import { hasHole } from '../model/hole.ts';
import type { Language } from '../model/language.ts';
import type { ConditionTest, Policy, StatementCondition, StatementReading } from '../model/policy.ts';
import { type KeyTrouble, keyJudge, openKey } from './condition-key.ts';
import type { RuleWorld } from './rule-world.ts';
import { readingsOf, readingsOfPolicy } from './statements.ts';

/** One test of a Condition, and what there is to say of its key. */
export interface JudgedTest extends ConditionTest {
  readonly trouble: KeyTrouble | undefined;
}

/** A statement with its Condition. */
export interface ConditionedStatement extends StatementReading {
  readonly condition: StatementCondition;
}

/** A statement of a policy of Version 1.1 with its Condition. */
export interface JudgedCondition extends ConditionedStatement {
  readonly tests: readonly JudgedTest[];
}

/**
 * The Conditions of a policy in the language of Version 1.1. Identity policies 5.0 have operators and keys of their own,
 * and roles 1.0 are the vendor's.
 */
export function policyConditions(
  policy: Policy,
  { language, catalogue }: Pick<RuleWorld, 'language' | 'catalogue'>,
): readonly JudgedCondition[] {
  return conditioned(readingsOfPolicy(policy)).map((statement) => {
    const judge = keyJudge(statement, language(), catalogue);
    const tests = statement.condition.tests.map((test) => ({
      ...test,
      trouble: hasHole(test.key) || hasHole(test.operator) ? openKey : judge(test.key),
    }));
    return { ...statement, tests };
  });
}

/** The Conditions of an identity policy 5.0. */
export function identityConditions(policy: Policy): readonly ConditionedStatement[] {
  return conditioned(policy.kind === 'identity-policy' ? readingsOf(policy) : []);
}

function conditioned(statements: readonly StatementReading[]): readonly ConditionedStatement[] {
  return statements.flatMap((statement) => {
    const { condition } = statement;
    return condition === undefined ? [] : [{ ...statement, condition }];
  });
}

/** A test as the service reads it that its key names; whether the statement is about that service is not asked. */
export function readOwnTest(test: ConditionTest, language: Language): TestReading {
  const [prefix = ''] = test.key.split(':', 1);
  return readTest(test, prefix.toLowerCase(), language);
}

/** The tests of each operator, in the order of the text. */
export function byOperator<T extends ConditionTest>(tests: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const operators = new Map<string, T[]>();
  for (const test of tests) {
    const before = operators.get(test.operator);
    if (before) before.push(test);
    else operators.set(test.operator, [test]);
  }
  return operators;
}
