import { type ActionPattern, type ActionReading, readAction } from '../model/action.ts';
import { hasHole } from '../model/hole.ts';
import type { PlacedText, Policy, StatementReading } from '../model/policy.ts';
import { readingsOf, readingsOfPolicy } from './statements.ts';

/** One element of an `Action`, read. */
export interface PolicyAction extends PlacedText {
  readonly statement: StatementReading;
  readonly reading: ActionReading;
  /** `undefined` where it is not well-formed. */
  readonly pattern: ActionPattern | undefined;
}

/** A well-formed one. */
export type PatternAction = PolicyAction & { readonly pattern: ActionPattern };

/**
 * The actions of a policy in the three-segment vocabulary of Version 1.1. Roles 1.0 and identity policies 5.0
 * have vocabularies of their own: no rule about actions applies to them. Those with holes are left out: nothing is said of them.
 */
export function policyActions(policy: Policy): readonly PolicyAction[] {
  return readingsOfPolicy(policy).flatMap((statement) =>
    statement.actions.flatMap((action): PolicyAction[] => {
      if (hasHole(action.text)) return [];
      const reading = readAction(action.text);
      return [{ ...action, statement, reading, pattern: reading.ok ? reading.pattern : undefined }];
    }),
  );
}

/** The well-formed ones. */
export function wellFormed(actions: readonly PolicyAction[]): readonly PatternAction[] {
  return actions.filter((action): action is PatternAction => action.pattern !== undefined);
}

/** Of those that a statement has twice the first: the others are duplicate-action's. They come statement by statement. */
export function firstInStatement(actions: readonly PatternAction[]): readonly PatternAction[] {
  const texts = new Set<string>();
  let current: StatementReading | undefined;
  return actions.filter(({ statement, text }) => {
    if (statement !== current) texts.clear();
    current = statement;
    const folded = text.toLowerCase();
    if (texts.has(folded)) return false;
    texts.add(folded);
    return true;
  });
}

/** Whether none of them can cover another: most policies name actions without wildcards, each in one statement. */
export function areDifferent(patterns: readonly PatternAction[]): boolean {
  if (!patterns.every(({ pattern }) => pattern.concrete)) return false;
  return new Set(patterns.map(({ text }) => text.toLowerCase())).size === patterns.length;
}

/** The actions of an identity policy 5.0, those that it leaves out with `NotAction` too. */
export function identityActions(policy: Policy): readonly PlacedText[] {
  if (policy.kind !== 'identity-policy') return [];
  return readingsOf(policy).flatMap(({ actions, notActions = [] }) => [...actions, ...notActions]);
}
