import type { Policy, Statement } from '../model/policy.ts';

/** Whether a statement is in force for every request about its actions: no Condition, no Resource. */
export function appliesAlways({ condition, resource }: Statement): boolean {
  return condition === undefined && resource.kind === 'omitted';
}

/** Later statements that say the same as an earlier one, with that one. */
export function duplicateStatements({ kind, faults, statements }: Policy): ReadonlyMap<Statement, Statement> {
  const duplicates = new Map<Statement, Statement>();
  // A member that nobody understands may make the difference.
  if (kind !== 'policy' || faults.length > 0 || statements.length < 2) return duplicates;
  const seen = new Map<string, Statement>();
  for (const statement of statements) {
    const key = keyOf(statement);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, statement);
    else duplicates.set(statement, first);
  }
  return duplicates;
}

/** Equal for statements that decide the same: order never counts, case counts in resources and conditions only. */
function keyOf({ effect, actions, resource, condition }: Statement): string {
  const resources =
    resource.kind === 'list' ? resource.resources : resource.kind === 'agencies' ? resource.uris : [];
  const tests = condition?.tests.map(({ operator, key, values }) => [operator, key, distinct(values)]);
  return JSON.stringify([
    effect,
    distinct(actions.map(({ text }) => text.toLowerCase())),
    resource.kind,
    distinct(resources),
    tests?.map((test) => JSON.stringify(test)).sort() ?? null,
  ]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
