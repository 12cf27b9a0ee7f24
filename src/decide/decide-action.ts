import type { ActionPattern } from '../model/action.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { ActionDecisionKind } from '../model/decision.ts';
import { exploreMemberships, type Glob, globOf } from '../patterns/glob.ts';
import { actionsAboutAllResources } from './all-resources.ts';
import { type Clause, clauseMatches } from './clause.ts';
import { type ClauseTruth, type Knowledge, truthOfClause } from './clause-truth.ts';
import { isRefusal } from './combine.ts';
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
import type { Target } from './target.ts';

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
export interface Match extends ClauseTruth {
  readonly clause: Clause;
}

/** The matches of both stages. */
export interface Matches {
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

/** What of everything that is granted matches a target or part of it. */
export function matchesOf(target: Target, grants: Grants, knowledge: Knowledge): Matches {
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

/** Whether a Deny of the grants that count at a place matches a target or part of it, or may match it. */
export function mayBeDenied(target: Target, grants: Grants, place: Place, knowledge: Knowledge): boolean {
  const { iam, enterpriseProject } = matchesOf(target, grants, knowledge);
  const counting = [
    ...(place.project ? iam : noMatches),
    ...(place.enterpriseProject === false ? noMatches : enterpriseProject),
  ];
  return counting.some(({ clause }) => clause.effect === 'deny');
}

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

/** A decision, and of a pattern what kept it open. */
export interface Decided {
  readonly kind: ActionDecisionKind;
  /** For a pattern: that only a part of it passes, or that the patterns were too many to tell. */
  readonly partial?: 'part' | 'too-many';
  /** It is conditional, and a part of it passes for sure, or nobody can tell that none does. */
  readonly partPasses?: true;
}

/** The decision for a target by what matches it. */
export function decide(
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
  return complete ? overParts(kinds) : { kind: 'conditional', partial: 'too-many', partPasses: true };
}

/** Strings of three segments with a service and an operation: others are not actions. */
const namedSegments: Glob = globOf('?*:*:?*', { crossing: false, questionMark: true });

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
export function isSure({ truth, ofAllResources }: Match): boolean {
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
  return {
    kind: 'conditional',
    ...(kinds.some(isRefusal) ? { partial: 'part' } : {}),
    ...(parts.has('allowed') ? { partPasses: true } : {}),
  };
}
