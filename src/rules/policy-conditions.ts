import { readTest, type TestReading } from '../decide/condition-test.ts';
import type { Language } from '../model/language.ts';
import type { ConditionTest, Policy, StatementCondition, StatementReading } from '../model/policy.ts';
import { readingsOf, readingsOfPolicy } from './statements.ts';

/** A statement with its Condition. */
export interface ConditionedStatement extends StatementReading {
  readonly condition: StatementCondition;
}

/**
 * The Conditions of a policy in the language of Version 1.1. Identity policies 5.0 have operators and keys of their own,
 * and roles 1.0 are the vendor's.
 */
export function policyConditions(policy: Policy): Generator<ConditionedStatement> {
  return conditioned(readingsOfPolicy(policy));
}

/** The Conditions of an identity policy 5.0. */
export function identityConditions(policy: Policy): Generator<ConditionedStatement> {
  return conditioned(policy.kind === 'identity-policy' ? readingsOf(policy) : []);
}

function* conditioned(statements: readonly StatementReading[]): Generator<ConditionedStatement> {
  for (const statement of statements) {
    const { condition } = statement;
    if (condition !== undefined) yield { ...statement, condition };
  }
}

/** A test as the service reads it that its key names; whether the statement is about that service is not asked. */
export function readOwnTest(test: ConditionTest, language: Language): TestReading {
  const [prefix = ''] = test.key.split(':', 1);
  return readTest(test, prefix.toLowerCase(), language);
}

/** The tests of each operator, in the order of the text. */
export function byOperator(tests: readonly ConditionTest[]): ReadonlyMap<string, readonly ConditionTest[]> {
  const operators = new Map<string, ConditionTest[]>();
  for (const test of tests) {
    const before = operators.get(test.operator);
    if (before) before.push(test);
    else operators.set(test.operator, [test]);
  }
  return operators;
}
