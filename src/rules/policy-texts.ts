import type { DocumentPath, Policy, StatementCondition, StatementResource } from '../model/policy.ts';
import { readingsOf } from './statements.ts';

/** A text that a policy's author chose: an action, a resource, an agency or a condition value, with its place. */
export interface PolicyText {
  readonly text: string;
  readonly path: DocumentPath;
  readonly in: 'action' | 'resource' | 'agency' | 'condition';
}

/** The texts of all statements, in their order. */
export function* policyTexts(policy: Policy): Generator<PolicyText> {
  const { faults } = policy;
  const bare = new Set(faults.flatMap(({ kind, path }) => (kind === 'wrong-type' ? [path.join('/')] : [])));
  for (const reading of readingsOf(policy)) {
    const { actions, notActions = [], resource, notResources = [], condition } = reading;
    for (const { text, path } of [...actions, ...notActions]) yield { text, path, in: 'action' };
    for (const { text, path } of notResources) yield { text, path, in: 'resource' };
    yield* resourceTexts(resource, (path) => bare.has(path.join('/')));
    if (condition !== undefined) yield* conditionTexts(condition);
  }
}

function* resourceTexts(
  resource: StatementResource,
  isBare: (path: DocumentPath) => boolean,
): Generator<PolicyText> {
  if (resource.kind === 'omitted') return;
  const { path } = resource;
  if (resource.kind === 'list') {
    const bare = isBare(path);
    for (const [index, text] of resource.resources.entries())
      yield { text, path: bare ? path : [...path, index], in: 'resource' };
  } else {
    for (const [index, text] of resource.uris.entries())
      yield { text, path: [...path, 'uri', index], in: 'agency' };
  }
}

/** Of a condition that cannot be read the values' places are not known: they stand at their key. */
function* conditionTexts({ tests, readable }: StatementCondition): Generator<PolicyText> {
  for (const { values, path } of tests) {
    for (const [index, text] of values.entries())
      yield { text, path: readable ? [...path, index] : path, in: 'condition' };
  }
}
