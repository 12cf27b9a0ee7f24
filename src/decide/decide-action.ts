import type { ActionDecision, ActionDecisionKind, Deciding, Reason } from '../model/decision.ts';
import { isRefusal } from './combine.ts';
import { exploreMemberships, globsIntersect } from './glob.ts';
import { type Clause, clauseMatches, doubtFor, type Grants, type Target } from './grants.ts';

/** A clause that matches the target or part of it, and why it may not. */
interface Match {
  readonly clause: Clause;
  readonly doubt: Reason | undefined;
}

/**
 * Decides one action or pattern over all statements granted together: explicit Deny, then Allow, then nothing
 * (iam-language 7.1 and 7.4). For a pattern every string that it stands for is decided, exactly: all allowed is
 * `allowed`, all denied is `denied`, none passable is `not-allowed`, else `conditional`.
 */
export function decideAction(target: Target, grants: Grants): ActionDecision {
  const matches = matchesOf(target, grants);
  const outcome = target.literal === undefined ? overPattern(target, matches) : { kind: ofOne(matches) };
  return withOpaqueParts(explain(target, matches, outcome), grants);
}

function matchesOf(target: Target, grants: Grants): Match[] {
  const { literal } = target;
  const relevant =
    literal === undefined
      ? grants.clauses.filter((clause) => globsIntersect(clause.glob, target.glob))
      : grants.clauses.filter((clause) => clauseMatches(clause, literal));
  return relevant.map((clause) => ({ clause, doubt: doubtFor(clause, target) }));
}

/** The decision for one string, given every clause that matches it. */
function ofOne(matches: readonly Match[]): ActionDecisionKind {
  let allow = false;
  let sureAllow = false;
  let deny = false;
  for (const { clause, doubt } of matches) {
    if (clause.effect === 'deny') {
      if (doubt === undefined) return 'denied';
      deny = true;
    } else {
      allow = true;
      sureAllow ||= doubt === undefined;
    }
  }
  if (!allow) return 'not-allowed';
  return sureAllow && !deny ? 'allowed' : 'conditional';
}

interface Outcome {
  readonly kind: ActionDecisionKind;
  /** For a pattern of which only a part passes: a string of each side, or that the patterns were too many to tell. */
  readonly partial?: { readonly passes: string; readonly fails: string } | 'too-many';
}

function overPattern(target: Target, matches: readonly Match[]): Outcome {
  const examples = new Map<ActionDecisionKind, string>();
  const complete = exploreMemberships(
    target.glob,
    matches.map(({ clause }) => clause.glob),
    (matched, example) => {
      const kind = ofOne(matches.filter((_, i) => matched[i]));
      if (!examples.has(kind)) examples.set(kind, example);
    },
  );
  if (!complete) return { kind: 'conditional', partial: 'too-many' };
  const kinds = [...examples.keys()];
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) return { kind: only };
  if (kinds.every(isRefusal)) return { kind: 'not-allowed' };
  const passes = examples.get('allowed') ?? examples.get('conditional');
  const fails = examples.get('denied') ?? examples.get('not-allowed');
  return passes === undefined || fails === undefined
    ? { kind: 'conditional' }
    : { kind: 'conditional', partial: { passes, fails } };
}

function explain(target: Target, matches: readonly Match[], { kind, partial }: Outcome): ActionDecision {
  const of = (effect: 'allow' | 'deny', sure?: boolean) =>
    matches.filter(
      ({ clause, doubt }) =>
        clause.effect === effect && (sure === undefined || sure === (doubt === undefined)),
    );
  const by = (chosen: readonly Match[]): Deciding[] => chosen.map(({ clause }) => clause.deciding);
  switch (kind) {
    case 'allowed':
      return { action: target.text, decision: kind, by: by(of('allow', true)), reasons: [] };
    case 'denied':
      return { action: target.text, decision: kind, by: by(of('deny', true)), reasons: [] };
    case 'not-allowed':
      return { action: target.text, decision: kind, by: by(of('deny', true)), reasons: [] };
    case 'conditional':
      return {
        action: target.text,
        decision: kind,
        by: by([...of('deny'), ...of('allow')]),
        reasons: [...(partial ? [partialReason(target, partial)] : []), ...doubtsThatCount(matches, target)],
      };
  }
}

/** The doubts that keep the decision open: of Denies always, of Allows only where no sure Allow of one action stands beside. */
function doubtsThatCount(matches: readonly Match[], target: Target): Reason[] {
  const sureAllow =
    target.literal !== undefined && matches.some(({ clause, doubt }) => clause.effect === 'allow' && !doubt);
  return matches.flatMap(({ clause, doubt }) =>
    doubt === undefined || (sureAllow && clause.effect === 'allow') ? [] : [doubt],
  );
}

function partialReason(target: Target, partial: NonNullable<Outcome['partial']>): Reason {
  const message =
    partial === 'too-many'
      ? `the patterns that meet \`${target.text}\` are too many and too entangled to tell whether they cover it`
      : `only part of \`${target.text}\` is granted: \`${partial.passes}\` is, \`${partial.fails}\` is not`;
  return { kind: 'requirement-unknown', message, actions: [target.text] };
}

/** A part that cannot be read may hold any Allow and any Deny; only a sure Deny elsewhere stands. */
function withOpaqueParts(decided: ActionDecision, grants: Grants): ActionDecision {
  if (grants.opaque.length === 0 || decided.decision === 'denied') return decided;
  return { ...decided, decision: 'conditional', reasons: [...decided.reasons, ...grants.opaque] };
}
