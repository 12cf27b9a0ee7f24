import { type ActionPattern, type ActionReading, readAction } from '../model/action.ts';
import type { Policy, Statement, StatementAction } from '../model/policy.ts';

/** One element of an `Action`, read. */
export interface PolicyAction extends StatementAction {
  readonly statement: Statement;
  readonly reading: ActionReading;
}

/**
 * The actions of a policy in the three-segment vocabulary of Version 1.1. Roles 1.0 and identity policies 5.0
 * have vocabularies of their own: no rule about actions applies to them.
 */
export function* policyActions(policy: Policy): Generator<PolicyAction> {
  if (policy.kind === 'role' || policy.kind === 'identity-policy') return;
  for (const statement of policy.statements) {
    for (const action of statement.actions) yield { ...action, statement, reading: readAction(action.text) };
  }
}

/** The well-formed ones. */
export function* actionPatterns(
  policy: Policy,
): Generator<PolicyAction & { readonly pattern: ActionPattern }> {
  for (const action of policyActions(policy)) {
    if (action.reading.ok) yield { ...action, pattern: action.reading.pattern };
  }
}
