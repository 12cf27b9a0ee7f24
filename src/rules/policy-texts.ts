import { listedTexts, type PlacedText, type Policy } from '../model/policy.ts';
import { readingsOf } from './statements.ts';

/** A text that a policy's author chose, and what it is. */
export interface PolicyText extends PlacedText {
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
    for (const { values } of condition?.tests ?? [])
      for (const { text, path } of values) yield { text, path, in: 'condition' };
  }
}
