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

/** The well-formed ones, of those that stand twice in a statement the first: the others are duplicate-action's. */
export function* distinctPatterns(policy: Policy): ReturnType<typeof actionPatterns> {
  const seen = new Map<Statement, Set<string>>();
  for (const action of actionPatterns(policy)) {
    const texts = seen.get(action.statement) ?? new Set<string>();
    seen.set(action.statement, texts);
    const text = action.text.toLowerCase();
    if (texts.has(text)) continue;
    texts.add(text);
    yield action;
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
