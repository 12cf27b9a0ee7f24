import type { GeneratedStatement } from '../model/generated.ts';
import { hasHole } from '../model/hole.ts';
import { listedTexts, type Policy, type Statement, textsOf } from '../model/policy.ts';

/** Whether a policy of Version 1.1 can be written anew and says the same: nothing of it is at fault, open, or in doubt. */
export function isWritable({ kind, faults, holes = [], statements, maybe }: Policy): boolean {
  return (
    kind === 'policy' &&
    faults.length === 0 &&
    holes.length === 0 &&
    maybe === undefined &&
    statements.length > 0 &&
    statements.every(isPlain)
  );
}

function isPlain({ actions, resource, condition, unsure }: Statement): boolean {
  const values = condition?.tests.flatMap((test) => test.values) ?? [];
  const isFixed = [...actions, ...listedTexts(resource), ...values].every(
    ({ text, maybe }) => maybe === undefined && !hasHole(text),
  );
  const names = condition?.tests.flatMap(({ operator, key }) => [operator, key]) ?? [];
  return (
    unsure === undefined &&
    isFixed &&
    !names.some(hasHole) &&
    (condition === undefined ||
      (condition.readable &&
        condition.hole === undefined &&
        (condition.mismatches ?? []).length === 0 &&
        (condition.empty ?? []).length === 0))
  );
}

/** A statement as a document has it. */
export function statementDocument({ effect, actions, resource, condition }: Statement): GeneratedStatement {
  return {
    Effect: effect === 'allow' ? 'Allow' : 'Deny',
    Action: textsOf(actions),
    ...(resource.kind === 'omitted'
      ? {}
      : {
          Resource: resource.kind === 'list' ? textsOf(resource.resources) : { uri: textsOf(resource.uris) },
        }),
    ...(condition === undefined ? {} : { Condition: conditionDocument(condition.tests) }),
  };
}

function conditionDocument(tests: NonNullable<Statement['condition']>['tests']): object {
  const operators = new Map<string, Map<string, readonly string[]>>();
  for (const { operator, key, values } of tests) {
    const keys = operators.get(operator) ?? new Map<string, readonly string[]>();
    operators.set(operator, keys.set(key, textsOf(values)));
  }
  return Object.fromEntries([...operators].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}
