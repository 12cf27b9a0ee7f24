import { listedTexts, type Policy, type Statement, type StatementReading, textsOf } from '../model/policy.ts';
import { isOpen } from './open-parts.ts';

/** All statements as far as they can be read: for what can be said of a part, whatever is wrong with another. */
export function readingsOf({ readings, statements }: Policy): readonly StatementReading[] {
  return readings ?? statements;
}

/** The same, of policies in the language of Version 1.1. */
export function readingsOfPolicy(policy: Policy): readonly StatementReading[] {
  return isInLanguageOfPolicies(policy) ? readingsOf(policy) : [];
}

/** The statements that decide something, of policies in the language of Version 1.1. */
export function policyStatements(policy: Policy): readonly Statement[] {
  return isInLanguageOfPolicies(policy) ? policy.statements : [];
}

function isInLanguageOfPolicies({ kind }: Policy): boolean {
  return kind !== 'role' && kind !== 'identity-policy';
}

/** Whether a statement is in force for every request about its actions: no Condition, no Resource. */
export function appliesAlways({ condition, resource }: Pick<Statement, 'condition' | 'resource'>): boolean {
  return condition === undefined && resource.kind === 'omitted';
}

/** Later statements that say the same as an earlier one, with that one. */
export function duplicateStatements({
  kind,
  faults,
  statements,
}: Policy): ReadonlyMap<StatementReading, Statement> {
  const duplicates = new Map<StatementReading, Statement>();
  // A member that nobody understands may make the difference.
  if (kind !== 'policy' || faults.length > 0 || statements.length < 2) return duplicates;
  const seen = new Map<string, Statement>();
  for (const statement of statements) {
    if (isOpen(statement)) continue;
    const key = keyOf(statement);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, statement);
    else duplicates.set(statement, first);
  }
  return duplicates;
}

/** Equal for statements that decide the same: order never counts, case counts in resources and conditions only. */
function keyOf({ effect, actions, resource, condition }: Statement): string {
  const tests = condition?.tests.map(({ operator, key, values }) => [
    operator,
    key,
    distinct(textsOf(values)),
  ]);
  return JSON.stringify([
    effect,
    distinct(actions.map(({ text }) => text.toLowerCase())),
    resource.kind,
    distinct(textsOf(listedTexts(resource))),
    tests?.map((test) => JSON.stringify(test)).sort() ?? null,
  ]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
