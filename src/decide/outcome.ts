import type { ActionDecisionKind } from '../model/decision.ts';

/** What a stage can come to for one request, as a set: it allows, it denies, or nothing in it matches. */
export type Outcome = number;

const allows: Outcome = 1;
const denies: Outcome = 2;
export const silent: Outcome = 4;
/** A part that cannot be read could come to anything. */
export const anything: Outcome = allows | denies | silent;

/** What the statements that match a request leave possible: an explicit Deny, then an Allow, then nothing. */
export interface MatchedEffects {
  /** A statement that allows for sure, that may allow; the same of denying. */
  readonly sureAllow: boolean;
  readonly mayAllow: boolean;
  readonly sureDeny: boolean;
  readonly mayDeny: boolean;
}

/** The outcomes of one stage: explicit Deny over Allow over nothing (iam-language 7.1). `opaque`: a part cannot be read. */
export function outcomeOf(effects: MatchedEffects, opaque: boolean): Outcome {
  if (effects.sureDeny) return denies;
  if (opaque) return anything;
  const denied = effects.mayDeny ? denies : 0;
  const allowed = effects.sureAllow || effects.mayAllow ? allows : 0;
  return denied | allowed | (effects.sureAllow ? 0 : silent);
}

/**
 * The outcomes of two stages, the first match wins: enterprise-project grants are looked at only where nothing in the
 * IAM grants matches (iam-language 7.2). `denyReachesBack`: whether a Deny of the second stage may also overrule an Allow
 * of the first, which only one cloud's documentation excludes.
 */
export function inStages(first: Outcome, second: Outcome, denyReachesBack: boolean): Outcome {
  const settled = first & (allows | denies);
  const passedOn = first & silent ? second : 0;
  const reachedBack = denyReachesBack && first & allows && second & denies ? denies : 0;
  return settled | passedOn | reachedBack;
}

/** The decision that a set of possible outcomes comes to. */
export function decisionOf(outcome: Outcome): ActionDecisionKind {
  switch (outcome) {
    case allows:
      return 'allowed';
    case denies:
      return 'denied';
    case silent:
    case silent | denies:
      return 'not-allowed';
    default:
      return 'conditional';
  }
}
