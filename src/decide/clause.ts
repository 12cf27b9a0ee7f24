import type { ActionPattern } from '../model/action.ts';
import type { Deciding, Reason } from '../model/decision.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Effect, Policy, Statement } from '../model/policy.ts';
import { matchesAction } from '../patterns/action-pattern.ts';
import { type Glob, globMatches, globsIntersect } from '../patterns/glob.ts';
import type { Target } from './target.ts';

/** One element of a statement's Action, ready to be matched. */
export interface Clause {
  readonly effect: Effect;
  readonly glob: Glob;
  /** The pattern where the text is a well-formed one; the glob says the same. */
  readonly pattern: ActionPattern | undefined;
  /** Lower-case service code of every action that it can match; `undefined`: of any service. */
  readonly service: string | undefined;
  readonly policy: Policy;
  readonly place: GrantPlace;
  /** `undefined` for what no statement says: the content of an unpublished policy. */
  readonly statement: Statement | undefined;
  /** Why the clause matches only *maybe*, whatever the request; absent: that depends on the request. */
  readonly doubt: Reason | undefined;
  readonly deciding: Deciding;
}

/** Whether the clause's action element matches a target; for a pattern: whether it has an action in common with it. */
export function clauseMatches(clause: Clause, target: Target): boolean {
  if (target.literal === undefined) return globsIntersect(clause.glob, target.glob);
  return clause.pattern
    ? matchesAction(clause.pattern, target.pattern)
    : globMatches(clause.glob, target.literal);
}
