import { type ActionPattern, type ActionReading, readAction } from '../model/action.ts';
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
 * The actions of the policy that was asked about last: every rule about actions asks, one after the other. One is
 * enough, and lets go of the others at once; a weak map would keep them through the collections of young objects.
 */
let last:
  | {
      readonly policy: Policy;
      readonly actions: readonly PolicyAction[];
      patterns?: readonly PatternAction[];
      distinct?: readonly PatternAction[];
      different?: boolean;
    }
  | undefined;

/**
 * The actions of a policy in the three-segment vocabulary of Version 1.1. Roles 1.0 and identity policies 5.0
 * have vocabularies of their own: no rule about actions applies to them.
 */
export function policyActions(policy: Policy): readonly PolicyAction[] {
  return readingOf(policy).actions;
}

/** The actions of an identity policy 5.0, those that it leaves out with `NotAction` too. */
export function identityActions(policy: Policy): readonly PlacedText[] {
  if (policy.kind !== 'identity-policy') return [];
  return readingsOf(policy).flatMap(({ actions, notActions = [] }) => [...actions, ...notActions]);
}

/** The well-formed ones, of those that stand twice in a statement the first: the others are duplicate-action's. */
export function distinctPatterns(policy: Policy): readonly PatternAction[] {
  const reading = readingOf(policy);
  reading.distinct ??= firstInStatement(actionPatterns(policy));
  return reading.distinct;
}

/** Whether none of them can cover another: most policies name actions without wildcards, each in one statement. */
export function areDifferentActions(policy: Policy): boolean {
  const reading = readingOf(policy);
  reading.different ??= eachIsOneAction(distinctPatterns(policy));
  return reading.different;
}

function eachIsOneAction(patterns: readonly PatternAction[]): boolean {
  if (!patterns.every(({ pattern }) => pattern.concrete)) return false;
  return new Set(patterns.map(({ text }) => text.toLowerCase())).size === patterns.length;
}

/** The actions come statement by statement. */
function firstInStatement(actions: readonly PatternAction[]): readonly PatternAction[] {
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

/** The well-formed ones. */
export function actionPatterns(policy: Policy): readonly PatternAction[] {
  const reading = readingOf(policy);
  reading.patterns ??= reading.actions.filter(
    (action): action is PatternAction => action.pattern !== undefined,
  );
  return reading.patterns;
}

function readingOf(policy: Policy): NonNullable<typeof last> {
  if (last?.policy !== policy) last = { policy, actions: readActions(policy) };
  return last;
}

function readActions(policy: Policy): readonly PolicyAction[] {
  return readingsOfPolicy(policy).flatMap((statement) =>
    statement.actions.map(({ text, path }): PolicyAction => {
      const reading = readAction(text);
      return { text, path, statement, reading, pattern: reading.ok ? reading.pattern : undefined };
    }),
  );
}
