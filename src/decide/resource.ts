import { type Glob, globOf, globsIntersect } from './glob.ts';
import { contains, patternSet } from './pattern-set.ts';
import { all, type Truth } from './truth.ts';

/** The five segments of a resource, `service:region:account:type:path`, or all resources. */
export type ResourcePattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'segments'; readonly segments: readonly [string, string, string, string, string] }
  /** Not of the documented form: nobody can tell what it matches. */
  | { readonly kind: 'malformed' };

/** Reads a resource of a policy or of a question. A path may contain `:` itself. */
export function readResource(text: string): ResourcePattern {
  if (text === '*') return { kind: 'all' };
  const [service, region, account, type, ...path] = text.split(':');
  if (
    service === undefined ||
    region === undefined ||
    account === undefined ||
    type === undefined ||
    path.length === 0
  ) {
    return { kind: 'malformed' };
  }
  if (/\s/u.test(text)) return { kind: 'malformed' };
  return { kind: 'segments', segments: [service, region, account, type, path.join(':')] };
}

/** What a statement's resources are matched against: the type that an action works on, and resources that are known. */
export interface ResourceQuestion {
  /** Lower-case service code of the action. */
  readonly service: string;
  /** Lower-case resource type of the action; may contain `*` for a pattern. */
  readonly type: string;
  /** Resources that the request is known to be about; empty: any of the type. */
  readonly known: readonly string[];
}

/**
 * Whether a statement's resources include what the request is about (iam-language section 4). Service and type are
 * compared without regard to case; a path with regard to it for an Allow, while a Deny may match in any case. `?` stands
 * for itself in an Allow; in a Deny it may stand for any character.
 */
export function matchResources(
  resources: readonly string[],
  effect: 'allow' | 'deny',
  question: ResourceQuestion,
): Truth {
  const { patterns, wholeTypes } = readList(resources);
  if (patterns.some(({ kind }) => kind === 'all')) return 'yes';
  if (wholeTypes.some((whole) => isAllOfType(whole, question))) return 'yes';
  const bound = question.known.filter((resource) => isOfType(resource, question));
  if (bound.length === 0) return 'maybe';
  return all(bound.map((resource) => matchKnown(patterns, effect, resource)));
}

function matchKnown(patterns: readonly ResourcePattern[], effect: 'allow' | 'deny', resource: string): Truth {
  const asked = readResource(resource);
  if (asked.kind !== 'segments') return 'maybe';
  const readable = patterns.flatMap((pattern) => (pattern.kind === 'segments' ? [pattern.segments] : []));
  const wanted = globOfResource(asked.segments, false);
  const globs = readable.map((segments) => globOfResource(segments, false));
  const meeting = globs.filter((glob) => globsIntersect(glob, wanted));
  if (contains(patternSet(meeting), wanted) === 'yes') return 'yes';
  if (readable.length < patterns.length) return 'maybe';
  // What a statement on several services means for those that its Resource does not name is an open point.
  const service = asked.segments[0].toLowerCase();
  if (readable.some(([named]) => named !== '*' && named.toLowerCase() !== service)) return 'maybe';
  const loosely = effect === 'deny';
  const looseAsked = globOfResource(asked.segments, loosely);
  return readable.some((segments) => globsIntersect(globOfResource(segments, loosely), looseAsked))
    ? 'maybe'
    : 'no';
}

/**
 * A run in the first four segments stays within its segment; in the path it runs over `/` and `:`.
 * @param loosely the most that it may match: the path in any case, `?` as one character; else both literally
 */
function globOfResource([service, region, account, type, path]: readonly string[], loosely: boolean): Glob {
  const within = { crossing: false, questionMark: loosely };
  const head = `${service?.toLowerCase()}:${region?.toLowerCase()}:${account}:${type?.toLowerCase()}:`;
  const tail = loosely ? (path ?? '').toLowerCase() : (path ?? '');
  return [...globOf(head, within), ...globOf(tail, { crossing: true, questionMark: loosely })];
}

/** The resources of a statement, as they are read. */
interface ResourceList {
  readonly patterns: readonly ResourcePattern[];
  readonly wholeTypes: readonly WholeType[];
}

/** `service:*:*:type:*`: all resources of the type, which is no restriction. Both in lower case. */
interface WholeType {
  readonly service: string;
  readonly type: string;
}

/** A statement's list is asked about with every action of its services, and read once. */
const lists = new WeakMap<readonly string[], ResourceList>();

function readList(resources: readonly string[]): ResourceList {
  const known = lists.get(resources);
  if (known !== undefined) return known;
  const patterns = resources.map(readResource);
  const read = { patterns, wholeTypes: patterns.flatMap((pattern) => wholeTypeOf(pattern) ?? []) };
  lists.set(resources, read);
  return read;
}

function wholeTypeOf(pattern: ResourcePattern): WholeType | undefined {
  if (pattern.kind !== 'segments') return undefined;
  const [service, region, account, type, path] = pattern.segments;
  if (region !== '*' || account !== '*' || path !== '*') return undefined;
  return { service: service.toLowerCase(), type: type.toLowerCase() };
}

function isAllOfType(whole: WholeType, { service, type }: ResourceQuestion): boolean {
  return (whole.service === '*' || whole.service === service) && (whole.type === '*' || whole.type === type);
}

function isOfType(resource: string, { service, type }: ResourceQuestion): boolean {
  const read = readResource(resource);
  if (read.kind !== 'segments') return false;
  return read.segments[0].toLowerCase() === service && read.segments[3].toLowerCase() === type;
}
