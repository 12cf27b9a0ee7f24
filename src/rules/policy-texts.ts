import type { DocumentPath, Policy } from '../model/policy.ts';
import { listedTexts } from './policy-resources.ts';
import { readingsOf, valuePath } from './statements.ts';

/** A text that a policy's author chose: an action, a resource, an agency or a condition value, with its place. */
export interface PolicyText {
  readonly text: string;
  readonly path: DocumentPath;
  readonly in: 'action' | 'resource' | 'agency' | 'condition';
}

/** The texts of all statements, in their order. */
export function* policyTexts(policy: Policy): Generator<PolicyText> {
  for (const reading of readingsOf(policy)) {
    const { actions, notActions = [], resource, notResources = [], condition } = reading;
    for (const { text, path } of [...actions, ...notActions]) yield { text, path, in: 'action' };
    for (const { text, path } of notResources) yield { text, path, in: 'resource' };
    for (const { text, path } of listedTexts(resource))
      yield { text, path, in: resource.kind === 'agencies' ? 'agency' : 'resource' };
    for (const test of condition?.tests ?? []) {
      for (const [index, text] of test.values.entries())
        yield { text, path: valuePath(test, index), in: 'condition' };
    }
  }
}
