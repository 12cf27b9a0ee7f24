import type { ActionPattern } from '../model/action.ts';
import type { KnownAction } from '../model/catalogue.ts';
import type { Policy } from '../model/policy.ts';
import { isEffectOpen } from './open-parts.ts';
import type { PolicyAction } from './policy-actions.ts';

/** A documented action that an Allow names without wildcard. */
export interface WrittenAction extends PolicyAction {
  readonly pattern: ActionPattern;
  readonly known: KnownAction;
}

/** Policies with more elements than this are not asked what they can call: no cloud takes nearly as many. */
const mostElements = 2000;

/**
 * Those of the policy's actions that it allows by name, each once, at its first place. A name that is malformed or unknown
 * hides none of the others. None of a policy with a fault of structure: nobody can tell what is missing in it.
 */
export function writtenActions(
  { kind, faults }: Policy,
  actions: readonly PolicyAction[],
): readonly WrittenAction[] {
  if (kind !== 'policy' || faults.length > 0 || actions.length > mostElements) return [];
  const written = new Map<KnownAction, WrittenAction>();
  for (const action of actions) {
    const { statement, pattern, known } = action;
    if (known === undefined || pattern === undefined || written.has(known)) continue;
    if (statement.effect !== 'allow' || isEffectOpen(statement)) continue;
    written.set(known, { ...action, pattern, known });
  }
  return [...written.values()];
}
