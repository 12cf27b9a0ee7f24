import type { GrantScope } from '../model/cloud.ts';
import type { ActionDecision, ActionDecisionKind, DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import { combineAlternatives } from './combine.ts';

/**
 * What the scope of the grant makes of a decision on an action. The marks belong to API rows, not to actions, so an
 * action granted in an enterprise project counts for those of its APIs that support one; `entries` are the APIs that
 * need the action.
 */
export function actionInScope(
  decided: ActionDecision,
  entries: readonly Entry[],
  scope: GrantScope,
): ActionDecision {
  if (scope === 'project') return decided;
  const marks = entries.map(({ scopes }) => scopes.enterpriseProject);
  const perApi = (marks.length === 0 ? [null] : marks).map((mark): DecisionKind => {
    if (mark === true) return decided.decision;
    return mark === false ? 'not-allowed' : combineAlternatives([decided.decision, 'not-allowed']);
  });
  const decision = combineAlternatives(perApi) as ActionDecisionKind;
  if (decision === decided.decision) return decided;
  const unsupported = marks.filter((mark) => mark === false).length;
  const reason =
    unsupported > 0
      ? ({
          kind: 'scope',
          message: `${unsupported} of the ${marks.length} APIs that need it do not support enterprise projects`,
        } as const)
      : ({
          kind: 'scope-not-stated',
          message: 'the documentation does not say whether it counts for enterprise projects',
        } as const);
  return { ...decided, decision, reasons: [...decided.reasons, reason] };
}
