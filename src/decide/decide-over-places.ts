import type { RequestContext } from '../model/context.ts';
import type { DecisionKind, Reason } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { Grant } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import { allNeeded, combineAlternatives } from './combine.ts';
import { type Decider, type DecisionOptions, decideTogether } from './decide-api.ts';

/**
 * The decider for everything that somebody is granted. A grant in one project says nothing about another, nor one in an
 * enterprise project about another (iam-language 6 and 7.3): where grants are in several, each of them is decided for
 * itself, and as nobody said which is meant they are alternatives. A request about several resources of one type needs
 * what each of them needs.
 */
export function deciderFor(grants: readonly Grant[], options: DecisionOptions): Decider {
  const places = placesOf(grants).map(({ label, granted }) => ({
    label,
    decider: overResources(granted, options),
  }));
  const [only, ...more] = places;
  if (only !== undefined && more.length === 0) return only.decider;
  return {
    action: (text, entries) =>
      acrossPlaces(places.map(({ label, decider }) => ({ label, decided: decider.action(text, entries) }))),
    api: (entry) =>
      acrossPlaces(places.map(({ label, decider }) => ({ label, decided: decider.api(entry) }))),
    kindOf: (entry) => combineAlternatives(places.map(({ decider }) => decider.kindOf(entry))),
  };
}

interface PlaceGrants {
  /** In words, e.g. "project `eu-de`". */
  readonly label: string;
  readonly granted: readonly Grant[];
}

/** One set of grants for each project and enterprise project among them; what is granted nowhere in particular is in each. */
function placesOf(grants: readonly Grant[]): PlaceGrants[] {
  const projects = named(grants.map(projectOf));
  const enterpriseProjects = named(grants.map(enterpriseProjectOf));
  return projects.flatMap((project) =>
    enterpriseProjects.map((enterpriseProject) => ({
      label: [
        ...(project === undefined ? [] : [`project ${inBackticks(project)}`]),
        ...(enterpriseProject === undefined ? [] : [`enterprise project ${inBackticks(enterpriseProject)}`]),
      ].join(', '),
      granted: grants.filter(
        (grant) =>
          [undefined, project].includes(projectOf(grant)) &&
          [undefined, enterpriseProject].includes(enterpriseProjectOf(grant)),
      ),
    })),
  );
}

function projectOf({ place }: Grant): string | undefined {
  return place.kind === 'iam' && typeof place.where === 'object' ? place.where.project : undefined;
}

function enterpriseProjectOf({ place }: Grant): string | undefined {
  return place.kind === 'enterprise-project' ? place.name : undefined;
}

/** The different names, or no name at all where there is none. */
function named(names: readonly (string | undefined)[]): readonly (string | undefined)[] {
  const distinct = [...new Set(names.filter((name) => name !== undefined))];
  return distinct.length === 0 ? [undefined] : distinct;
}

interface Decided {
  readonly decision: DecisionKind;
  readonly reasons: readonly Reason[];
}

function acrossPlaces<T extends Decided>(
  parts: readonly { readonly label: string; readonly decided: T }[],
): T {
  const decision = combineAlternatives(parts.map(({ decided }) => decided.decision));
  const first = parts.find(({ decided }) => decided.decision === decision) ?? parts[0];
  if (first === undefined) throw new Error('somebody is granted something somewhere');
  const answers = new Set(parts.map(({ decided }) => decided.decision));
  if (answers.size === 1) return first.decided;
  const each = parts.map(({ label, decided }) => `${decided.decision} in ${label}`).join(', ');
  const reason: Reason = { kind: 'layer', message: `it hangs on where the call is made: ${each}` };
  const reasons =
    decision === 'conditional'
      ? [reason, ...parts.flatMap(({ decided }) => decided.reasons)]
      : first.decided.reasons;
  return { ...first.decided, decision, reasons };
}

function overResources(grants: readonly Grant[], options: DecisionOptions): Decider {
  const deciders = requestsOf(options.context).map((context) =>
    decideTogether(grants, { ...options, context }),
  );
  const [only, ...more] = deciders;
  if (only !== undefined && more.length === 0) return only;
  const gravest = <T extends { readonly decision: DecisionKind }>(parts: readonly T[]): T => {
    const decision = allNeeded(parts.map((part) => part.decision));
    const found = parts.find((part) => part.decision === decision) ?? parts[0];
    if (found === undefined) throw new Error('a request is about something');
    return found;
  };
  return {
    action: (text, entries) => gravest(deciders.map((decider) => decider.action(text, entries))),
    api: (entry: Entry) => gravest(deciders.map((decider) => decider.api(entry))),
    kindOf: (entry) => allNeeded(deciders.map((decider) => decider.kindOf(entry))),
  };
}

/** The same request about one resource of each service and type at a time. */
function requestsOf(context: RequestContext): RequestContext[] {
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
