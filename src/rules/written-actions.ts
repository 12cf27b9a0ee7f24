import { type Decider, decideTogether } from '../decide/decide-api.ts';
import type { ActionPattern } from '../model/action.ts';
import type { Catalogue, KnownAction } from '../model/catalogue.ts';
import { nothingKnown } from '../model/context.ts';
import type { Policy } from '../model/policy.ts';
import { type PolicyAction, policyActions } from './policy-actions.ts';
import type { RuleContext } from './rule.ts';

/** A documented action that an Allow names without wildcard. */
export interface WrittenAction extends PolicyAction {
  readonly pattern: ActionPattern;
  readonly known: KnownAction;
}

/** Policies with more elements than this are not asked what they can call: no cloud takes nearly as many. */
const mostElements = 2000;

/**
 * The actions that the policy allows by name and of which `wanted` says so, each once, at its first place. A name that is
 * malformed or unknown hides none of the others: what it was probably meant to be, `isSuspected` tells. None of a policy
 * with a fault of structure: nobody can tell what is missing in it.
 */
export function writtenActions(
  { policy, catalogue }: Pick<RuleContext, 'policy' | 'catalogue'>,
  wanted: (known: KnownAction) => boolean,
): readonly WrittenAction[] {
  if (lastWritten?.policy !== policy || lastWritten.catalogue !== catalogue)
    lastWritten = { policy, catalogue, actions: allWrittenActions(policy, catalogue) };
  return lastWritten.actions.filter(({ known }) => wanted(known));
}

/** Those of the policy that was asked about last: see {@link policyActions}. */
let lastWritten:
  | { readonly policy: Policy; readonly catalogue: Catalogue; readonly actions: readonly WrittenAction[] }
  | undefined;

function allWrittenActions(policy: Policy, catalogue: Catalogue): readonly WrittenAction[] {
  if (policy.kind !== 'policy' || policy.faults.length > 0) return [];
  const written = new Map<string, WrittenAction>();
  let elements = 0;
  for (const action of policyActions(policy)) {
    elements += 1;
    if (elements > mostElements) return [];
    const { statement, pattern } = action;
    if (statement.effect === 'deny' || !pattern?.concrete) continue;
    const known = catalogue.action(pattern);
    if (known === undefined) continue;
    const name = known.action.toLowerCase();
    if (!written.has(name)) written.set(name, { ...action, pattern, known });
  }
  return [...written.values()];
}

/** The decider of the policy that was asked about last: see {@link policyActions}. */
let lastDecider:
  | { readonly policy: Policy; readonly catalogue: Catalogue; readonly decider: Decider }
  | undefined;

/** Decides what the policy alone can call, granted ordinarily: where it is granted besides is not for lint to know. */
export function deciderOf({ policy, catalogue, language }: RuleContext): Decider {
  if (lastDecider?.policy === policy && lastDecider.catalogue === catalogue) return lastDecider.decider;
  const decider = decideTogether([{ policy, place: { kind: 'iam' } }], {
    language: language(),
    context: nothingKnown,
    levelOf: catalogue.level,
    ignoreDependencies: false,
  });
  lastDecider = { policy, catalogue, decider };
  return decider;
}
