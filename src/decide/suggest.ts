import { nameOf, serviceOf } from '../model/action.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import { nothingKnown } from '../model/context.ts';
import type { ActionDecision, Deciding, DecisionKind, Reason } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { Grant, GrantPlace } from '../model/grant.ts';
import type { Policy } from '../model/policy.ts';
import { fewOfReasons } from './api-reasons.ts';
import { allNeeded, isRefusal, wayOrder } from './combine.ts';
import type { ApiDecision, Decider, DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';
import { limitsOf } from './grant-limits.ts';
import { compileGrants } from './grants.ts';
import { type RequestToPass, requestToPass } from './request-to-pass.ts';

/** Actions that one more policy has to allow. One policy holds services of one level only (iam-language section 6). */
interface SuggestedPolicy {
  readonly level: Exclude<ServiceLevel, null>;
  readonly actions: readonly string[];
  /** Where to grant it. */
  readonly places: readonly GrantPlace[];
  /** The answer with it, and with the policies before it. */
  readonly decision: DecisionKind;
  /** The Conditions, Resources and places that limit what is granted of these actions now, and that the policy goes around. */
  readonly around: readonly Reason[];
}

/** How the call passes, what that leads to, and what still blocks it and no Allow can remove. */
interface Suggestion {
  /** What the request has to be like for the call to pass as it is, or with the policies that go around no limit. */
  readonly request?: RequestToPass;
  /** Those that go around a limit come last. Empty: nothing more to grant would help. */
  readonly policies: readonly SuggestedPolicy[];
  /** The decision with the policies, whatever the request is like. */
  readonly decision: DecisionKind;
  /** What remains: a Deny, a scope, a role, a Condition. */
  readonly remaining: readonly Obstacle[];
}

/** Something in the way that no further Allow removes. */
export interface Obstacle {
  readonly message: string;
  readonly by?: readonly Deciding[];
}

/** One way to what is asked: the actions that it needs, and how they stand with what is granted. */
export interface Way {
  decide(decider: Decider): WayDecision;
}

interface WayDecision {
  readonly decision: DecisionKind;
  /** Every action and dependency that it needs. */
  readonly needs: readonly Pick<ActionDecision, 'action' | 'decision' | 'by'>[];
  readonly reasons: readonly Reason[];
}

/** What is asked: of each group one way has to be allowed (clouds are groups, as nobody said which is meant). */
export interface SuggestionQuestion {
  readonly groups: readonly (readonly Way[])[];
  /** The answer to the whole question. */
  decide(decider: Decider): DecisionKind;
}

/** A way of APIs that are all needed. */
export function wayOfApis(entries: readonly Entry[]): Way {
  return {
    decide(decider) {
      const apis: readonly ApiDecision[] = entries.map((entry) => decider.api(entry));
      return {
        decision: allNeeded(apis.map(({ decision }) => decision)),
        needs: apis.flatMap(({ requirements }) => requirements),
        reasons: apis.flatMap(({ decision, reasons }) => (decision === 'allowed' ? [] : reasons)),
      };
    },
  };
}

/** Actions that are their own requirements, all of them needed. */
export function wayOfActions(texts: readonly string[], entries: (action: string) => readonly Entry[]): Way {
  return {
    decide(decider) {
      const decided = texts.map((text) => decider.action(text, () => entries(text)));
      return {
        decision: allNeeded(decided.map(({ decision }) => decision)),
        needs: decided,
        reasons: decided.flatMap(({ decision, reasons }) => (decision === 'allowed' ? [] : reasons)),
      };
    },
  };
}

/**
 * What makes the call pass: first what its request has to be like, with the Conditions and Resources that are there; then
 * what to add so that the answer would be allowed: of every action and dependency of a way that is not allowed yet and not
 * denied, those whose grant changes something for the better. Of several ways the one that leads furthest is taken, then
 * the one that goes around no limit, then the one that needs fewest actions. What is suggested is decided again: nothing is
 * that does not help, and what goes around a Condition, a Resource or a scope that limits an action is a policy of its own
 * that says so.
 */
export function suggest(
  question: SuggestionQuestion,
  grants: readonly Grant[],
  options: DecisionOptions,
): Suggestion {
  const compiled = compileGrants(grants, options.language);
  const knowledge = { ...options, context: nothingKnown };
  const [first, ...others] = additionPlaces(grants).map((placesOf) =>
    suggestAt(placesOf, question, grants, options, (action) =>
      limitsOf(action, compiled, knowledge, placesOf(levelOf(action, options))),
    ),
  );
  if (first === undefined) throw new Error('there is a place to grant in');
  return others.reduce((best, one) => (isBetter(one.decision, best.decision) ? one : best), first);
}

type PlacesOf = (level: SuggestedPolicy['level']) => readonly GrantPlace[];

/** The policies of an addition, by the level of their services. */
type Addition = readonly Pick<SuggestedPolicy, 'level' | 'actions' | 'places'>[];

function suggestAt(
  placesOf: PlacesOf,
  question: SuggestionQuestion,
  grants: readonly Grant[],
  options: DecisionOptions,
  limits: (action: string) => readonly Reason[],
): Suggestion {
  const additionOf = (actions: readonly string[]): Addition =>
    splitByLevel(actions, options).map((part) => ({ ...part, places: placesOf(part.level) }));
  const grantsWith = (actions: readonly string[]) => [
    ...grants,
    ...additionOf(actions).flatMap(grantsOfAddition),
  ];
  const deciderWith = (actions: readonly string[]) =>
    actions.length === 0 ? before : deciderFor(grantsWith(actions), options);
  const before = deciderFor(grants, options);
  const ways = question.groups.map((group) => bestWay(group, before, deciderWith, limits));
  const helpful = [...new Set(ways.flatMap(({ actions }) => actions))];
  const isLimited = (action: string) => limits(action).length > 0;
  const free = helpful.filter((action) => !isLimited(action));

  const now = question.decide(before);
  const withFree = question.decide(deciderWith(free));
  const withAll = question.decide(deciderWith(helpful));
  // A limit is gone around only where that changes the answer.
  const allLimited = isBetter(withAll, withFree) ? helpful.filter(isLimited) : [];
  const requestWith = (actions: readonly string[]) =>
    requestToPass(neededIn(question, before), grantsWith(actions), options, question.decide);
  const asItIs = requestWith([]);
  const ofFree = free.length === 0 ? asItIs : requestWith(free);
  // What is missing may be of use only where the request is of a kind, or where a limit is gone around as well.
  const isFreeForRequest = isBetter(ofFree?.decision ?? withFree, asItIs?.decision ?? now);
  const isFreeOfUse =
    isBetter(withFree, now) ||
    isFreeForRequest ||
    (allLimited.length > 0 && isBetter(withAll, question.decide(deciderWith(allLimited))));
  const allGiven = isFreeOfUse ? free : [];
  const decided = question.decide(deciderWith([...allGiven, ...allLimited]));
  const forRequest = isFreeOfUse ? ofFree : asItIs;
  const given = smallest(
    allGiven,
    (some) =>
      question.decide(deciderWith([...some, ...allLimited])) === decided &&
      (forRequest === undefined || requestWith(some)?.decision === forRequest.decision),
  );
  const limited = smallest(
    allLimited,
    (some) => question.decide(deciderWith([...given, ...some])) === decided,
  );
  const request = given.length === allGiven.length ? forRequest : requestWith(given);
  const final = deciderWith([...given, ...limited]);
  const parts = [...additionOf(given), ...additionOf(limited)];
  return {
    ...(request === undefined ? {} : { request }),
    policies: parts.map((part, at) => ({
      ...part,
      decision: question.decide(deciderWith(parts.slice(0, at + 1).flatMap(({ actions }) => actions))),
      around: fewOfReasons(part.actions.flatMap(limits)),
    })),
    decision: decided,
    remaining: eachOnce(ways.flatMap(({ way }) => obstaclesOf(way.decide(final)))),
  };
}

/** As few of the actions as lead as far: what comes last, which are dependencies, is given up first. */
function smallest(
  actions: readonly string[],
  isEnough: (some: readonly string[]) => boolean,
): readonly string[] {
  return actions.reduceRight((left: readonly string[], action) => {
    const fewer = left.filter((one) => one !== action);
    return isEnough(fewer) ? fewer : left;
  }, actions);
}

/** What every way needs, one way of each group at a time. */
function neededIn({ groups }: SuggestionQuestion, before: Decider): string[][] {
  const most = Math.max(...groups.map((ways) => ways.length));
  const needed = groups.map((ways) =>
    ways.map((way) => way.decide(before).needs.map(({ action }) => action)),
  );
  return Array.from({ length: most }, (_, at) => [
    ...new Set(needed.flatMap((ways) => ways[Math.min(at, ways.length - 1)] ?? [])),
  ]);
}

/** A way, and what has to be granted for it. */
export interface TriedWay {
  readonly way: Way;
  /** Those whose grant changes something for the better. */
  readonly actions: readonly string[];
}

/**
 * Of several ways to the same the one that leads furthest, then the one that goes around no limit, then the one that needs fewest
 * actions.
 * @param deciderWith decides with these actions granted besides
 * @param limits what limits an action that is granted already
 */
export function bestWay(
  group: readonly Way[],
  before: Decider,
  deciderWith: (actions: readonly string[]) => Decider,
  limits: (action: string) => readonly Reason[],
): TriedWay {
  const tried = group.map((way) => {
    const { needs } = way.decide(before);
    const missing = new Map<string, string>();
    for (const { action, decision } of needs)
      if (decision !== 'allowed' && decision !== 'denied') missing.set(action.toLowerCase(), action);
    const after = way.decide(deciderWith([...missing.values()]));
    const actions = [...missing.values()].filter((action) =>
      needs.some(
        (need, at) =>
          need.action.toLowerCase() === action.toLowerCase() &&
          isBetter(after.needs[at]?.decision ?? need.decision, need.decision),
      ),
    );
    const left = actions.filter((action) => limits(action).length > 0).length;
    return { way, actions, rank: [wayOrder.indexOf(after.decision), left, actions.length] };
  });
  const [best] = tried.sort((a, b) => compareRanks(a.rank, b.rank));
  if (best === undefined) throw new Error('no ways to suggest for');
  return best;
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** Refusals are alike: an Allow changes none into another that would be of use. */
function isBetter(one: DecisionKind, other: DecisionKind): boolean {
  if (isRefusal(one) && isRefusal(other)) return false;
  return wayOrder.indexOf(one) < wayOrder.indexOf(other);
}

function levelOf(action: string, options: Pick<DecisionOptions, 'levelOf'>): SuggestedPolicy['level'] {
  return options.levelOf(serviceOf(action)) === 'global' ? 'global' : 'project';
}

/** Actions that may be in one policy. */
export interface LevelPart extends Pick<SuggestedPolicy, 'level' | 'actions'> {
  /** Their service, where no page says its level: beside others it might be of another one. */
  readonly unsourced?: string;
}

/**
 * Puts actions into one policy for each level of their services, whose codes are in lower case whatever the page prints. A service
 * whose level no page says has a policy of its own.
 */
export function splitByLevel(
  actions: readonly string[],
  options: Pick<DecisionOptions, 'levelOf'>,
): readonly LevelPart[] {
  const groups = new Map<string, Omit<LevelPart, 'actions'> & { readonly actions: Set<string> }>();
  for (const action of actions) {
    const service = serviceOf(action);
    const level = levelOf(action, options);
    const unsourced = service !== '*' && options.levelOf(service) === null ? service : undefined;
    const key = `${level} ${unsourced ?? ''}`;
    const group = groups.get(key) ?? {
      level,
      actions: new Set<string>(),
      ...(unsourced === undefined ? {} : { unsourced }),
    };
    groups.set(key, group);
    group.actions.add(service + nameOf(action));
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { actions: own, ...group }]) => ({ ...group, actions: [...own].sort() }));
}

/**
 * Where an addition may be granted: as the others are, in each place that these name; where some are granted ordinarily and
 * some in enterprise projects, ordinarily first, then in both.
 */
function additionPlaces(grants: readonly Grant[]): PlacesOf[] {
  const places = grants.map(({ place }) => place);
  const ordinary = places.filter((place) => place.kind === 'iam');
  const enterpriseProjects = places.filter((place) => place.kind === 'enterprise-project');
  const isNamed = ordinary.some(({ where }) => where !== undefined);
  const projects = distinct(
    ordinary.flatMap(({ where }) =>
      typeof where === 'object' || where === 'projects' ? [{ kind: 'iam', where } as const] : [],
    ),
  );
  const ordinarily: PlacesOf = (level) => {
    if (level === 'global' && isNamed) return [{ kind: 'iam', where: 'global' }];
    return projects.length === 0 ? [{ kind: 'iam' }] : projects;
  };
  if (enterpriseProjects.length === 0) return [ordinarily];
  const inEnterpriseProjects: PlacesOf = () => distinct(enterpriseProjects);
  if (ordinary.length === 0) return [inEnterpriseProjects];
  return [ordinarily, (level) => [...ordinarily(level), ...inEnterpriseProjects(level)]];
}

function distinct(places: readonly GrantPlace[]): GrantPlace[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

/** Grants of a policy that allows some actions, in some places. */
export function grantsOfAddition({ actions, places }: Pick<SuggestedPolicy, 'actions' | 'places'>): Grant[] {
  const policy: Policy = {
    file: 'suggestion',
    kind: 'policy',
    faults: [],
    statements: [
      {
        path: [],
        effect: 'allow',
        actions: actions.map((text) => ({ text, path: [] })),
        resource: { kind: 'omitted' },
        condition: undefined,
      },
    ],
  };
  return places.map((place) => ({ policy, place }));
}

function obstaclesOf({ decision, needs, reasons }: WayDecision): Obstacle[] {
  if (decision === 'allowed') return [];
  const denied = needs.filter((need) => isRefusal(need.decision) && need.by.length > 0);
  const denials = [
    ...new Map(
      denied.map(({ action, by }) => [action, { message: `\`${action}\` is denied`, by }] as const),
    ).values(),
  ];
  return [...denials, ...reasons];
}

/** Clouds that are in the way of each other say the same. */
function eachOnce(obstacles: readonly Obstacle[]): Obstacle[] {
  return [
    ...new Map(
      obstacles.map((obstacle) => [JSON.stringify([obstacle.message, obstacle.by]), obstacle]),
    ).values(),
  ];
}
