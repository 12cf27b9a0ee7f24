import { type ActionPattern, type ActionReading, readAction } from '../model/action.ts';
import type { Policy, Statement, StatementAction } from '../model/policy.ts';

/** One element of an `Action`, read. */
export interface PolicyAction extends StatementAction {
  readonly statement: Statement;
  readonly reading: ActionReading;
}

/** A well-formed one. */
export type PatternAction = PolicyAction & { readonly pattern: ActionPattern };

/**
 * The actions of the policy that was asked about last: every rule about actions asks, one after the other. One is
 * enough, and lets go of the others at once; a weak map would keep them through the collections of young objects.
 */
let last:
  | {
      readonly policy: Policy;
      readonly actions: readonly PolicyAction[];
      patterns?: readonly PatternAction[];
    }
  | undefined;

/**
 * The actions of a policy in the three-segment vocabulary of Version 1.1. Roles 1.0 and identity policies 5.0
 * have vocabularies of their own: no rule about actions applies to them.
 */
export function policyActions(policy: Policy): Iterable<PolicyAction> {
  return readingOf(policy).actions;
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
export function actionPatterns(policy: Policy): Iterable<PatternAction> {
  const reading = readingOf(policy);
  reading.patterns ??= reading.actions.flatMap((action) =>
    action.reading.ok ? [{ ...action, pattern: action.reading.pattern }] : [],
  );
  return reading.patterns;
}

function readingOf(policy: Policy): NonNullable<typeof last> {
  if (last?.policy !== policy) last = { policy, actions: readActions(policy) };
  return last;
}

function readActions({ kind, statements }: Policy): readonly PolicyAction[] {
  if (kind === 'role' || kind === 'identity-policy') return [];
  return statements.flatMap((statement) =>
    statement.actions.map(({ text, path }) => ({ text, path, statement, reading: readAction(text) })),
  );
}
