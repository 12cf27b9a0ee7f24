import type { ActionPattern } from '../model/action.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { ActionDecision, ActionDecisionKind, Deciding, Reason } from '../model/decision.ts';
import { fewOfEachKind, fewOfReasons } from './api-reasons.ts';
import { isRefusal } from './combine.ts';
import { exploreMemberships, type Glob, globOf } from './glob.ts';
import {
  type Clause,
  clauseMatches,
  doubtsOf,
  type Grants,
  type Knowledge,
  type Stage,
  type Target,
  truthOfClause,
} from './grants.ts';
import {
  anything,
  decisionOf,
  inStages,
  type MatchedEffects,
  type Outcome,
  outcomeOf,
  silent,
} from './outcome.ts';

/** The place of the API that an action is decided for; without one the action is decided for itself. */
export interface Place {
  readonly cloud: Cloud | undefined;
  /** Whether enterprise-project grants count there; `null`: the documentation does not say. */
  readonly enterpriseProject: boolean | null;
  /** They count in the default enterprise project, and nobody knows whether that is the one. */
  readonly defaultEnterpriseProjectOnly?: true;
  /** Whether ordinary grants count there. */
  readonly project: boolean;
}

/** The place of a question about an action alone. */
export const anywhere: Place = { cloud: undefined, enterpriseProject: true, project: true };

/** A clause that matches the target or part of it. */
interface Match {
  readonly clause: Clause;
  readonly sure: boolean;
}

interface Matches {
  readonly iam: readonly Match[];
  readonly enterpriseProject: readonly Match[];
}

/**
 * The decision for one action or pattern over everything that is granted together: explicit Deny, then Allow, then
 * nothing within a stage; IAM grants before enterprise-project grants (iam-language 7). For a pattern every string that
 * it stands for is decided, exactly.
 */
export function decideActionKind(
  target: Target,
  grants: Grants,
  place: Place,
  knowledge: Knowledge,
): ActionDecisionKind {
  return decide(target, matchesOf(target, grants, knowledge), grants, place).kind;
}

/** What an action comes to at any place: of one action what matches it, of a pattern the kinds that were worked out. */
type Answers = Effects | Map<number, ActionDecisionKind>;

/** The same for many actions and places: what matches an action is found once, whatever the place. */
export function kindsOver(
  grants: Grants,
  knowledge: Knowledge,
): (target: Target, place: Place) => ActionDecisionKind {
  const known = new Map<Target, Answers>();
  return (target, place) => {
    let answers = known.get(target);
    if (answers === undefined) {
      answers =
        target.literal === undefined ? new Map() : effectsInStages(matchesOf(target, grants, knowledge));
      known.set(target, answers);
    }
    if (!(answers instanceof Map)) return kindOfEffects(answers, grants, place);
    const number = placeNumber(place);
    const kind = answers.get(number) ?? decideActionKind(target, grants, place, knowledge);
    answers.set(number, kind);
    return kind;
  };
}

/** A small number for each place, so that finding what is known of it costs nothing. */
export function placeNumber({
  cloud,
  project,
  enterpriseProject,
  defaultEnterpriseProjectOnly,
}: Place): number {
  const ofCloud = cloud === undefined ? 0 : clouds.indexOf(cloud) + 1;
  const ofMark =
    enterpriseProject === null ? (defaultEnterpriseProjectOnly ? 3 : 2) : enterpriseProject ? 1 : 0;
  return (ofCloud * 2 + (project ? 1 : 0)) * 4 + ofMark;
}

/** The same decision with the statements and reasons that it comes from. */
export function decideAction(
  target: Target,
  grants: Grants,
  place: Place,
  knowledge: Knowledge,
): ActionDecision {
  const matches = matchesOf(target, grants, knowledge);
  const decided = decide(target, matches, grants, place);
  return explain(target, matches, decided, grants, place, knowledge);
}

function matchesOf(target: Target, grants: Grants, knowledge: Knowledge): Matches {
  return {
    iam: matchesInStage(target, grants.iam, knowledge),
    enterpriseProject: matchesInStage(target, grants.enterpriseProject, knowledge),
  };
}

function matchesInStage(target: Target, stage: Stage, knowledge: Knowledge): readonly Match[] {
  const { service } = target;
  const clauses = service === '*' ? stage.clauses : stage.clausesFor(service);
  if (clauses.length === 0) return noMatches;
  const matches: Match[] = [];
  for (const clause of clauses) {
    if (!clauseMatches(clause, target)) continue;
    const truth = truthOfClause(clause, target, knowledge);
    if (truth !== 'no') matches.push({ clause, sure: truth === 'yes' });
  }
  return matches;
}

const noMatches: readonly Match[] = [];

interface Effects {
  readonly iam: MatchedEffects;
  readonly enterpriseProject: MatchedEffects;
}

function effectsInStages({ iam, enterpriseProject }: Matches): Effects {
  return { iam: effectsOf(iam), enterpriseProject: effectsOf(enterpriseProject) };
}

function kindOfEffects(
  { iam, enterpriseProject }: Effects,
  grants: Grants,
  place: Place,
): ActionDecisionKind {
  return decisionOf(inPlace(iam, enterpriseProject, grants, place));
}

interface Decided {
  readonly kind: ActionDecisionKind;
  /** For a pattern of which only a part passes: a string of each side, or that the patterns were too many to tell. */
  readonly partial?: { readonly passes: string; readonly fails: string } | 'too-many';
}

function decide(target: Target, matches: Matches, grants: Grants, place: Place): Decided {
  if (target.literal !== undefined) {
    return { kind: kindOfEffects(effectsInStages(matches), grants, place) };
  }
  if (isPlainlyAllowed(target, matches, grants, place)) return { kind: 'allowed' };
  const all = [...matches.iam, ...matches.enterpriseProject];
  const inIam = matches.iam.length;
  const examples = new Map<ActionDecisionKind, string>();
  const complete = exploreMemberships(
    target.glob,
    [...all.map(({ clause }) => clause.glob), namedSegments],
    (matched, example) => {
      if (!matched[all.length]) return;
      const iam = effectsOf(matches.iam.filter((_, i) => matched[i]));
      const enterpriseProject = effectsOf(matches.enterpriseProject.filter((_, i) => matched[inIam + i]));
      const kind = decisionOf(inPlace(iam, enterpriseProject, grants, place));
      if (!examples.has(kind)) examples.set(kind, example);
    },
  );
  return complete ? overExamples(examples) : { kind: 'conditional', partial: 'too-many' };
}

/** Strings whose three segments all have a character: others are no actions. */
const namedSegments: Glob = globOf('?*:?*:?*', { crossing: false, questionMark: true });

/** The common case without any exploration: one sure Allow covers the whole pattern, and no Deny is in play. */
function isPlainlyAllowed(target: Target, { iam }: Matches, grants: Grants, place: Place): boolean {
  if (!place.project || grants.iam.opaque.length > 0) return false;
  if (place.cloud !== 'otc' && grants.enterpriseProject.granted) return false;
  if (iam.some(({ clause }) => clause.effect === 'deny')) return false;
  return iam.some(
    ({ clause, sure }) =>
      sure && clause.pattern !== undefined && plainlyCovers(clause.pattern, target.pattern),
  );
}

/** Segment by segment, `*` covers everything and a text itself; whatever else covers is found by exploring. */
function plainlyCovers(pattern: ActionPattern, asked: ActionPattern): boolean {
  return pattern.segments.every((segment, i) => segment === '*' || segment === asked.segments[i]);
}

const noEffects: MatchedEffects = { sureAllow: false, mayAllow: false, sureDeny: false, mayDeny: false };

function effectsOf(matches: readonly Match[]): MatchedEffects {
  if (matches.length === 0) return noEffects;
  const effects = { ...noEffects };
  for (const { clause, sure } of matches) {
    if (clause.effect === 'allow') {
      if (sure) effects.sureAllow = true;
      else effects.mayAllow = true;
    } else if (sure) effects.sureDeny = true;
    else effects.mayDeny = true;
  }
  return effects;
}

/** The outcome of both stages for an API at a place, whose scope marks say which grants count there. */
function inPlace(
  iam: MatchedEffects,
  enterpriseProject: MatchedEffects,
  grants: Grants,
  place: Place,
): Outcome {
  const first = place.project ? outcomeOf(iam, grants.iam.opaque.length > 0) : silent;
  const stated = place.enterpriseProject;
  const second =
    stated === false
      ? silent
      : outcomeOf(enterpriseProject, grants.enterpriseProject.opaque.length > 0) |
        (stated === null ? silent : 0);
  return inStages(first, second, place.cloud !== 'otc') & anything;
}

function overExamples(examples: ReadonlyMap<ActionDecisionKind, string>): Decided {
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

function explain(
  target: Target,
  matches: Matches,
  { kind, partial }: Decided,
  grants: Grants,
  place: Place,
  knowledge: Knowledge,
): ActionDecision {
  const iam = place.project ? matches.iam : [];
  const enterpriseProject = place.enterpriseProject === false ? [] : matches.enterpriseProject;
  const counting = [...iam, ...enterpriseProject];
  const of = (effect: 'allow' | 'deny', sure?: boolean) =>
    counting.filter(
      ({ clause, sure: isSure }) => clause.effect === effect && (sure === undefined || sure === isSure),
    );
  const by = (chosen: readonly Match[]): Deciding[] => chosen.map(({ clause }) => clause.deciding);
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
        by: by([...of('deny'), ...of('allow')]),
        reasons: fewOfReasons([
          ...(partial ? [partialReason(target, partial)] : []),
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
  const sureAllow =
    target.literal !== undefined && matches.some(({ clause, sure }) => clause.effect === 'allow' && sure);
  const doubts = matches.flatMap(({ clause, sure }) =>
    sure || (sureAllow && clause.effect === 'allow') ? [] : doubtsOf(clause, target, knowledge),
  );
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

function partialReason(target: Target, partial: NonNullable<Decided['partial']>): Reason {
  const message =
    partial === 'too-many'
      ? `the patterns that meet \`${target.text}\` are too many and too entangled to tell whether they cover it`
      : `only part of \`${target.text}\` is granted: \`${partial.passes}\` is, \`${partial.fails}\` is not`;
  return { kind: 'requirement-unknown', message, actions: [target.text] };
}
