import type { ActionDecision, ActionDecisionKind, Deciding, Reason } from '../model/decision.ts';
import { fewOfEachKind, fewOfReasons } from './api-reasons.ts';
import { doubtsOf } from './clause-doubts.ts';
import type { Knowledge } from './clause-truth.ts';
import { isRefusal } from './combine.ts';
import {
  type Decided,
  decide,
  decideActionKind,
  isSure,
  type Match,
  type Matches,
  matchesOf,
  type Place,
} from './decide-action.ts';
import type { Grants } from './grants.ts';
import { type Target, targetOf } from './target.ts';

/** The decision for one action or pattern with the statements and reasons that it comes from. */
export function decideAction(
  target: Target,
  grants: Grants,
  place: Place,
  knowledge: Knowledge,
): ActionDecision {
  const matches = matchesOf(target, grants, knowledge);
  const decided = decide(target, matches, grants, place, knowledge);
  return explain(target, matches, decided, grants, place, knowledge);
}

function explain(
  target: Target,
  matches: Matches,
  { kind, partial, partPasses }: Decided,
  grants: Grants,
  place: Place,
  knowledge: Knowledge,
): ActionDecision {
  const iam = place.project ? matches.iam : [];
  const enterpriseProject = place.enterpriseProject === false ? [] : matches.enterpriseProject;
  const counting = [...iam, ...enterpriseProject];
  const of = (effect: 'allow' | 'deny', sure?: boolean) =>
    counting.filter(
      (match) => match.clause.effect === effect && (sure === undefined || sure === isSure(match)),
    );
  // An action that can be read in several ways matches once for each of them.
  const by = (chosen: readonly Match[]): Deciding[] => [
    ...new Set(chosen.map(({ clause }) => clause.deciding)),
  ];
  const action = target.text;
  switch (kind) {
    case 'allowed':
      return { action, decision: kind, by: by(of('allow', true)), reasons: [] };
    case 'denied':
    case 'not-allowed':
      return { action, decision: kind, by: by(of('deny', true)), reasons: [] };
    case 'conditional':
      return {
        action,
        decision: kind,
        ...(partPasses ? { partPasses } : {}),
        by: by([...of('deny'), ...of('allow')]),
        reasons: fewOfReasons([
          ...(partial
            ? [partialReason(target, partial, documentedParts(target, grants, place, knowledge))]
            : []),
          ...stageReasons(matches, grants, place),
          ...doubtsThatCount(iam, target, knowledge),
          ...doubtsThatCount(enterpriseProject, target, knowledge),
          ...(place.project ? grants.iam.opaque : []),
          ...(place.enterpriseProject === false ? [] : grants.enterpriseProject.opaque),
        ]),
      };
  }
}

/** The doubts that keep a stage open: of Denies always, of Allows only where no sure Allow of the same action stands beside. */
function doubtsThatCount(matches: readonly Match[], target: Target, knowledge: Knowledge): Reason[] {
  if (matches.length === 0) return [];
  const sureAllow =
    target.literal !== undefined && matches.some((match) => match.clause.effect === 'allow' && isSure(match));
  const doubtful = matches.filter(
    (match) => !isSure(match) && !(sureAllow && match.clause.effect === 'allow'),
  );
  const clauses = new Map(doubtful.map(({ clause }) => [clause.deciding, clause]));
  const doubts = [...clauses.values()].flatMap((clause) => doubtsOf(clause, target, knowledge));
  return fewOfEachKind(doubts, (doubt) => doubt.reason());
}

/** What only the order of the stages leaves open. */
function stageReasons(matches: Matches, grants: Grants, place: Place): Reason[] {
  if (
    place.enterpriseProject === false ||
    matches.enterpriseProject.length + grants.enterpriseProject.opaque.length === 0
  )
    return [];
  const reasons: Reason[] = [];
  const denials = matches.enterpriseProject.filter(({ clause }) => clause.effect === 'deny');
  const allowedBefore = matches.iam.some(({ clause }) => clause.effect === 'allow');
  if (place.cloud !== 'otc' && allowedBefore && denials.length > 0) {
    reasons.push({
      kind: 'stage-order',
      message:
        'an ordinary grant allows it and an enterprise project denies it; which of them counts is documented for Open Telekom Cloud only',
      by: denials.map(({ clause }) => clause.deciding),
    });
  }
  if (place.enterpriseProject === null) {
    reasons.push(
      place.defaultEnterpriseProjectOnly
        ? { kind: 'scope', message: 'in enterprise projects it is supported for the default one only' }
        : {
            kind: 'scope-not-stated',
            message: 'the documentation does not say whether it supports enterprise projects',
          },
    );
  }
  return reasons;
}

/** What of a pattern passes and what does not, by documented actions: the strings that tell them apart may be invented. */
interface Parts {
  readonly passes: string | undefined;
  /** What passes does so for sure. */
  readonly surely: boolean;
  readonly fails: string | undefined;
}

function documentedParts(target: Target, grants: Grants, place: Place, knowledge: Knowledge): Parts {
  const examples = new Map<ActionDecisionKind, string>();
  for (const name of knowledge.examplesOf?.(target.pattern) ?? []) {
    const action = targetOf(name);
    const kind = action && decideActionKind(action, grants, place, knowledge);
    if (kind !== undefined && !examples.has(kind)) examples.set(kind, name);
    if (examples.has('allowed') && [...examples.keys()].some(isRefusal)) break;
  }
  return {
    passes: examples.get('allowed') ?? examples.get('conditional'),
    surely: examples.has('allowed'),
    fails: examples.get('denied') ?? examples.get('not-allowed'),
  };
}

function partialReason(
  { text }: Target,
  partial: NonNullable<Decided['partial']>,
  { passes, surely, fails }: Parts,
): Reason {
  const granted = passes === undefined ? [] : [`\`${passes}\` ${surely ? 'is' : 'may be'}`];
  const missing = fails === undefined ? [] : [`\`${fails}\` is not`];
  const named = [...granted, ...missing].join(', ');
  const message =
    partial === 'too-many'
      ? `the patterns that meet \`${text}\` are too many and too entangled to tell whether they cover it`
      : `only part of \`${text}\` is granted${named === '' ? '' : `: ${named}`}`;
  return { kind: 'requirement-unknown', message, actions: [text] };
}
