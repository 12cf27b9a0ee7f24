import type { RequestContext } from '../model/context.ts';
import type { DecisionKind, Reason } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import { firstFew } from '../model/first-few.ts';
import { type Grant, isHole, namedPlace, placeInWords } from '../model/grant.ts';
import { all, type Truth } from '../model/truth.ts';
import { fewOfReasons } from './api-reasons.ts';
import { allNeeded, combineAlternatives, isRefusal, wayOrder } from './combine.ts';
import { type Decider, type DecisionOptions, decideTogether } from './decide-api.ts';
import { overMeanings } from './decide-over-meanings.ts';
import type { GrantThere } from './grants.ts';
import { mergedActions, mergedApis } from './merge-alternatives.ts';

/**
 * The decider for everything that somebody is granted, in each place, and for each policy that a name of the vendor's may
 * mean.
 */
export function deciderFor(grants: readonly Grant[], options: DecisionOptions): Decider {
  return overMeanings(grants, (meant) => overPlaces(meant, options));
}

/**
 * A grant in one project says nothing about another, nor one in an
 * enterprise project about another (iam-language 6 and 7.3): where grants name several places, each of them is decided for
 * itself, and as nobody said which is meant they are alternatives. A request about several resources of one type needs
 * what each of them needs.
 */
function overPlaces(grants: readonly Grant[], options: DecisionOptions): Decider {
  const spots = spotsOf(grants, options.context).map((spot) => ({
    ...spot,
    decider: overResources(spot.granted, options),
  }));
  const [only, ...more] = spots;
  if (only !== undefined && more.length === 0) return only.decider;
  /** The answers of the spots that have a say. */
  const ask = <T extends Pick<Decided, 'decision'>>(answer: (decider: Decider) => T) =>
    counting(spots.map((spot) => ({ ...spot, decided: answer(spot.decider) })));
  return {
    action: (text, entries) =>
      acrossSpots(
        ask((decider) => decider.action(text, entries)),
        mergedActions,
      ),
    api: (entry) =>
      acrossSpots(
        ask((decider) => decider.api(entry)),
        mergedApis,
      ),
    kindOf: (entry) =>
      combineAlternatives(
        ask((decider) => ({ decision: decider.kindOf(entry) })).map(({ decided }) => decided.decision),
      ),
  };
}

/** Where a call can be made, as far as grants tell places apart. */
interface Spot {
  /** `undefined`: another one than those that are named, or none. */
  readonly project: PlaceName | undefined;
  readonly enterpriseProject: PlaceName | undefined;
  /** What counts there. */
  readonly granted: readonly GrantThere[];
  /** Any project that no grant names, where only what is granted nowhere in particular counts. */
  readonly elsewhere?: true;
}

/**
 * Every place that a call can be made in, as far as the grants tell them apart: in a project or an enterprise project that
 * they name, where an enterprise project may lie in one of these projects or in another. What is granted nowhere in
 * particular is in each, and in projects that no grant names: these are asked about where a Deny is granted in a named one
 * only. The condition key `g:ProjectName`, where the question gives it, says which project is meant. A project that the file
 * does not fix is one more, and may be each of the others.
 */
function spotsOf(grants: readonly Grant[], context: RequestContext): Spot[] {
  const nowhere = { project: undefined, enterpriseProject: undefined };
  if (grants.every(({ place }) => namedPlace(place) === undefined))
    return [{ ...nowhere, granted: markedWhereMixed(grants) }];
  const named = distinct(grants.map(projectOf));
  const enterpriseProjects = distinct(grants.map(enterpriseProjectOf));
  const meant = context.keys.get('g:ProjectName') ?? [];
  const isMeant = ({ name, hole }: PlaceName) => meant.length === 0 || (!hole && meant.includes(name));
  // Another project counts where an enterprise project may lie in it, and where the question names it.
  const others =
    meant.length === 0
      ? enterpriseProjects.length > 0
      : meant.some((one) => !named.some(({ name, hole }) => !hole && name === one));
  const projects = [...named.filter(isMeant), ...(others || named.length === 0 ? [undefined] : [])];
  const spots = projects.flatMap((project) =>
    [...enterpriseProjects, undefined].map((enterpriseProject) => ({ project, enterpriseProject })),
  );
  const inNamed = spots.filter((spot) => spot.project !== undefined || spot.enterpriseProject !== undefined);
  const asked: readonly Omit<Spot, 'granted'>[] = [
    ...(inNamed.length === 0 ? [nowhere] : inNamed),
    ...(meant.length === 0 && isDeniedInProjectsOnly(grants)
      ? [{ ...nowhere, elsewhere: true as const }]
      : []),
  ];
  return asked.map((spot) => ({
    ...spot,
    granted: markedWhereMixed(
      grants.flatMap((grant): GrantThere[] => {
        const there = all([
          isThere(projectOf(grant), spot.project),
          isThere(enterpriseProjectOf(grant), spot.enterpriseProject),
        ]);
        return there === 'no' ? [] : [there === 'yes' ? grant : { ...grant, inDoubt: true }];
      }),
    ),
  }));
}

/** A project or an enterprise project. */
interface PlaceName {
  readonly name: string;
  /** The file does not fix which it is: the name says how that is written. */
  readonly hole: boolean;
}

/** Whether what is granted in a place counts in another one; what is granted nowhere in particular does in each. */
function isThere(granted: PlaceName | undefined, place: PlaceName | undefined): Truth {
  if (granted === undefined) return 'yes';
  if (granted.name === place?.name && granted.hole === place.hole) return 'yes';
  return granted.hole || place?.hole ? 'maybe' : 'no';
}

/** Whether something is denied in a named project while other grants name no place, so that they count elsewhere too. */
function isDeniedInProjectsOnly(grants: readonly Grant[]): boolean {
  return (
    grants.some((grant) => projectOf(grant) === undefined && enterpriseProjectOf(grant) === undefined) &&
    grants.some(
      (grant) =>
        projectOf(grant) !== undefined && grant.policy.statements.some(({ effect }) => effect === 'deny'),
    )
  );
}

/**
 * The spots that have a say: a grant in named places is answered for those, so that what is not granted elsewhere says
 * nothing; but what is refused in one of them and may pass elsewhere is not refused.
 */
function counting<
  T extends Pick<Spot, 'elsewhere'> & { readonly decided: { readonly decision: DecisionKind } },
>(spots: readonly T[]): readonly T[] {
  const named = spots.filter(({ elsewhere }) => !elsewhere);
  if (named.length === spots.length) return spots;
  const isOpen = ({ decided, elsewhere }: T) => !elsewhere || !isRefusal(decided.decision);
  return named.some(({ decided }) => isRefusal(decided.decision)) ? spots.filter(isOpen) : named;
}

/** A service of unknown level is called globally or in a project: what is granted in the other place does not count then. */
function markedWhereMixed(grants: readonly GrantThere[]): readonly GrantThere[] {
  const isGlobal = ({ place }: Grant) => place.kind === 'iam' && place.where === 'global';
  const isInProject = ({ place }: Grant) =>
    place.kind === 'iam' && place.where !== undefined && place.where !== 'global';
  if (!grants.some(isGlobal) || !grants.some(isInProject)) return grants;
  return grants.map((grant) => {
    const { place } = grant;
    return place.kind === 'iam' && place.where !== undefined
      ? { ...grant, place: { ...place, besideOther: true } }
      : grant;
  });
}

function projectOf({ place }: Grant): PlaceName | undefined {
  const name = namedPlace(place)?.project;
  return name === undefined ? undefined : { name, hole: isHole(place) };
}

function enterpriseProjectOf({ place }: Grant): PlaceName | undefined {
  const name = namedPlace(place)?.enterpriseProject;
  return name === undefined ? undefined : { name, hole: isHole(place) };
}

/** Each once, as one object. */
function distinct(names: readonly (PlaceName | undefined)[]): PlaceName[] {
  const known = names.filter((name) => name !== undefined);
  return [...new Map(known.map((name) => [`${name.hole} ${name.name}`, name])).values()];
}

interface Decided {
  readonly decision: DecisionKind;
  readonly reasons: readonly Reason[];
}

/**
 * What the decisions of several spots come to, which are alternatives.
 * @param merged makes one of them in all but its reasons
 */
function acrossSpots<T extends Decided>(
  parts: readonly (Spot & { readonly decided: T })[],
  merged: (parts: readonly T[]) => T,
): T {
  const decided = parts.map((part) => part.decided);
  const kinds = wayOrder.filter((kind) => decided.some(({ decision }) => decision === kind));
  const where = kinds.map((kind) => {
    const { few, others } = firstFew(
      labelsOf(
        parts.filter((part) => part.decided.decision === kind),
        parts,
      ),
    );
    return `${kind} in ${few.join(', ')}${others === 0 ? '' : ` and ${others} more`}`;
  });
  const reason: Reason = {
    kind: 'layer',
    message: `it depends on where the call is made: ${where.join('; ')}`,
  };
  const open = combineAlternatives(decided.map(({ decision }) => decision)) === 'conditional';
  const own = decided.flatMap(({ reasons }) => reasons);
  return {
    ...merged(decided),
    reasons: fewOfReasons(open && kinds.length > 1 ? [reason, ...own] : own),
  };
}

/** Some spots of all in words. A project or an enterprise project all of whose spots are among them is named alone. */
function labelsOf(chosen: readonly Spot[], all: readonly Spot[]): string[] {
  const own = new Set(chosen);
  const open = all.filter((spot) => !own.has(spot));
  const wholes = (member: 'project' | 'enterpriseProject') => {
    const left = new Set(open.map((spot) => spot[member]));
    return new Set(distinct(chosen.map((spot) => spot[member])).filter((place) => !left.has(place)));
  };
  const [projects, enterpriseProjects] = [wholes('project'), wholes('enterpriseProject')];
  const rest = chosen.filter(
    ({ project, enterpriseProject }) =>
      !(project && projects.has(project)) &&
      !(enterpriseProject && enterpriseProjects.has(enterpriseProject)),
  );
  const hasProjects = all.some(({ project }) => project !== undefined);
  return [
    ...[...projects].map(({ name }) => placeInWords({ project: name })),
    ...[...enterpriseProjects].map(({ name }) => placeInWords({ enterpriseProject: name })),
    ...rest.map(({ project: inProject, enterpriseProject: inEnterpriseProject, elsewhere }) => {
      if (elsewhere) return 'any other project';
      const [project, enterpriseProject] = [inProject?.name, inEnterpriseProject?.name];
      if (enterpriseProject === undefined) return placeInWords(project === undefined ? {} : { project });
      if (project !== undefined) return placeInWords({ project, enterpriseProject });
      return `${placeInWords({ enterpriseProject })}${hasProjects ? ' of another project' : ''}`;
    }),
  ];
}

/** A request about several resources of one type needs what a request about each of them needs. */
function overResources(grants: readonly GrantThere[], options: DecisionOptions): Decider {
  const deciders = requestsOf(options.context).map((context) =>
    decideTogether(grants, { ...options, context }),
  );
  const [only, ...more] = deciders;
  if (only !== undefined && more.length === 0) return only;
  const leastAllowed = <T extends { readonly decision: DecisionKind }>(parts: readonly T[]): T => {
    const decision = allNeeded(parts.map((part) => part.decision));
    const found = parts.find((part) => part.decision === decision) ?? parts[0];
    if (found === undefined) throw new Error('a request is about something');
    return found;
  };
  return {
    action: (text, entries) => leastAllowed(deciders.map((decider) => decider.action(text, entries))),
    api: (entry: Entry) => leastAllowed(deciders.map((decider) => decider.api(entry))),
    kindOf: (entry) => allNeeded(deciders.map((decider) => decider.kindOf(entry))),
  };
}

/** The same request about one resource of each service and type at a time. */
function requestsOf(context: RequestContext): RequestContext[] {
  if (context.resources.length < 2) return [context];
  const perType = new Map<string, string[]>();
  for (const resource of context.resources) {
    const [service = '', , , type = ''] = resource.toLowerCase().split(':');
    const key = `${service}:${type}`;
    perType.set(key, [...(perType.get(key) ?? []), resource]);
  }
  const most = Math.max(1, ...[...perType.values()].map((resources) => resources.length));
  // Types are decided apart from one another, so each needs only to meet every resource of its own.
  return Array.from({ length: most }, (_, i) => ({
    ...context,
    resources: [...perType.values()].flatMap((resources) => resources[i % resources.length] ?? []),
  }));
}
