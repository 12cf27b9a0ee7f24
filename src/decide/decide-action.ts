import type { ActionPattern } from '../model/action.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { ActionDecision, ActionDecisionKind, Deciding, Reason } from '../model/decision.ts';
import { actionsAboutAllResources } from './all-resources.ts';
import { fewOfEachKind, fewOfReasons } from './api-reasons.ts';
import { type Clause, clauseMatches } from './clause.ts';
import { doubtsOf } from './clause-doubts.ts';
import { type ClauseTruth, type Knowledge, truthOfClause } from './clause-truth.ts';
import { isRefusal } from './combine.ts';
import { exploreMemberships, type Glob, globOf } from './glob.ts';
import type { Grants, Stage } from './grants.ts';
import {
  anything,
  decisionOf,
  inStages,
  type MatchedEffects,
  type Outcome,
  outcomeOf,
  silent,
} from './outcome.ts';
import { type Target, targetOf } from './target.ts';

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

/** A clause that matches the target or part of it, never `no` for all of it. */
interface Match extends ClauseTruth {
  readonly clause: Clause;
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
  return decide(target, matchesOf(target, grants, knowledge), grants, place, knowledge).kind;
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
  const decided = decide(target, matches, grants, place, knowledge);
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
    if (truth.truth !== 'no' || truth.ofAllResources !== 'no') matches.push({ clause, ...truth });
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
  /** For a pattern: that only a part of it passes, or that the patterns were too many to tell. */
  readonly partial?: 'part' | 'too-many';
}

function decide(
  target: Target,
  matches: Matches,
  grants: Grants,
  place: Place,
  { language }: Knowledge,
): Decided {
  if (target.literal !== undefined) {
    return { kind: kindOfEffects(effectsInStages(matches), grants, place) };
  }
  if (isPlainlyAllowed(target, matches, grants, place)) return { kind: 'allowed' };
  const all = [...matches.iam, ...matches.enterpriseProject];
  const inIam = matches.iam.length;
  const apart = all.some(({ truth, ofAllResources }) => truth !== ofAllResources);
  const aboutAllResources = apart ? actionsAboutAllResources(target, language) : [];
  const kinds = new Set<ActionDecisionKind>();
  const complete = exploreMemberships(
    target.glob,
    [...all.map(({ clause }) => clause.glob), namedSegments, ...aboutAllResources.map(({ glob }) => glob)],
    (matched) => {
      if (!matched[all.length]) return;
      const which = matched.includes(true, all.length + 1) ? 'ofAllResources' : 'truth';
      const iam = effectsOf(
        matches.iam.filter((_, i) => matched[i]),
        which,
      );
      const enterpriseProject = effectsOf(
        matches.enterpriseProject.filter((_, i) => matched[inIam + i]),
        which,
      );
      kinds.add(decisionOf(inPlace(iam, enterpriseProject, grants, place)));
    },
  );
  return complete ? overParts(kinds) : { kind: 'conditional', partial: 'too-many' };
}

/** Strings whose three segments all have a character: others are no actions. */
const namedSegments: Glob = globOf('?*:?*:?*', { crossing: false, questionMark: true });

/** The common case without any exploration: one sure Allow covers the whole pattern, and no Deny is in play. */
function isPlainlyAllowed(target: Target, { iam }: Matches, grants: Grants, place: Place): boolean {
  if (!place.project || grants.iam.opaque.length > 0) return false;
  if (place.cloud !== 'otc' && grants.enterpriseProject.granted) return false;
  if (iam.some(({ clause }) => clause.effect === 'deny')) return false;
  return iam.some(
    (match) =>
      isSure(match) &&
      match.clause.pattern !== undefined &&
      plainlyCovers(match.clause.pattern, target.pattern),
  );
}

/** Segment by segment, `*` covers everything and a text itself; whatever else covers is found by exploring. */
function plainlyCovers(pattern: ActionPattern, asked: ActionPattern): boolean {
  return pattern.segments.every((segment, i) => segment === '*' || segment === asked.segments[i]);
}

const noEffects: MatchedEffects = { sureAllow: false, mayAllow: false, sureDeny: false, mayDeny: false };

/** @param which what the matches come to: in general, or for actions about no single resource */
function effectsOf(matches: readonly Match[], which: keyof ClauseTruth = 'truth'): MatchedEffects {
  if (matches.length === 0) return noEffects;
  const effects = { ...noEffects };
  for (const { clause, [which]: truth } of matches) {
    if (truth === 'no') continue;
    const sure = truth === 'yes';
    if (clause.effect === 'allow') {
      if (sure) effects.sureAllow = true;
      else effects.mayAllow = true;
    } else if (sure) effects.sureDeny = true;
    else effects.mayDeny = true;
  }
  return effects;
}

/** Whether a clause matches all of the target that its action covers. */
function isSure({ truth, ofAllResources }: Match): boolean {
  return truth === 'yes' && ofAllResources === 'yes';
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

/** The decision for a pattern from those for its parts. */
function overParts(parts: ReadonlySet<ActionDecisionKind>): Decided {
  const kinds = [...parts];
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) return { kind: only };
  if (kinds.every(isRefusal)) return { kind: 'not-allowed' };
  return kinds.some(isRefusal) ? { kind: 'conditional', partial: 'part' } : { kind: 'conditional' };
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
