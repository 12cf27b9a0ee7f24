import type { ActionPattern } from '../model/action.ts';
import { hasHole } from '../model/hole.ts';
import type { PlacedText, Policy, StatementReading } from '../model/policy.ts';
import type { ActionFacts } from './action-facts.ts';
import type { ActionText } from './action-text.ts';
import { readingsOf, readingsOfPolicy } from './statements.ts';

/** One element of an `Action`, read. */
export interface PolicyAction extends PlacedText, ActionText {
  readonly statement: StatementReading;
}

/** A well-formed one. */
export type PatternAction = PolicyAction & { readonly pattern: ActionPattern };

/**
 * The actions of a policy in the three-segment vocabulary of Version 1.1. Roles 1.0 and identity policies 5.0
 * have vocabularies of their own: no rule about actions applies to them. Those with holes are left out: nothing is said of them.
 */
export function policyActions(policy: Policy, facts: ActionFacts): readonly PolicyAction[] {
  return readingsOfPolicy(policy).flatMap((statement) =>
    statement.actions.flatMap(({ text, path, maybe }): PolicyAction[] => {
      if (hasHole(text)) return [];
      const { number, reading, pattern, known } = facts.text(text);
      // Written out: copying members would be most of the time that many policies take.
      return [
        maybe
          ? { text, path, maybe, statement, number, reading, pattern, known }
          : { text, path, statement, number, reading, pattern, known },
      ];
    }),
  );
}

/** The well-formed ones. */
export function wellFormed(actions: readonly PolicyAction[]): readonly PatternAction[] {
  return actions.filter((action): action is PatternAction => action.pattern !== undefined);
}

/** Of those that a statement has twice the first: the others are duplicate-action's. They come statement by statement. */
export function firstInStatement(actions: readonly PatternAction[]): readonly PatternAction[] {
  const numbers = new Set<number>();
  let current: StatementReading | undefined;
  return actions.filter(({ statement, number }) => {
    if (statement !== current) numbers.clear();
    current = statement;
    if (numbers.has(number)) return false;
    numbers.add(number);
    return true;
  });
}

/** Whether none of them can cover another: most policies name actions without wildcards, each in one statement. */
export function areDifferent(patterns: readonly PatternAction[]): boolean {
  if (!patterns.every(({ pattern }) => pattern.concrete)) return false;
  return new Set(patterns.map(({ number }) => number)).size === patterns.length;
}

/** The actions of an identity policy 5.0, those that it leaves out with `NotAction` too. */
export function identityActions(policy: Policy): readonly PlacedText[] {
  if (policy.kind !== 'identity-policy') return [];
  return readingsOf(policy).flatMap(({ actions, notActions = [] }) => [...actions, ...notActions]);
}
