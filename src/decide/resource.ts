import { hasHole } from '../model/hole.ts';
import { splitAtPlaceholders } from '../model/placeholder.ts';
import type { PlacedText } from '../model/policy.ts';
import {
  type Glob,
  type GlobToken,
  globOf,
  globsContain,
  globsIntersect,
  runsCover,
} from '../patterns/glob.ts';
import { comparisonBudget } from '../patterns/pattern-cover.ts';

/** What a statement's resources are matched against: the type that an action works on, and resources that are known. */
interface ResourceQuestion {
  /** Lower-case service code of the action. */
  readonly service: string;
  /** Lower-case resource type of the action; may contain `*` for a pattern. */
  readonly type: string;
  /** The action is about no single resource: no known resource is the one that the request is about. */
  readonly allResources?: boolean;
  /** Resources that the request is known to be about, five segments each; empty: any of the type. */
  readonly known: readonly string[];
}

/** Whether a statement's resources include what the request is about, and for `maybe` what leaves it open. */
export type ResourceMatch =
  | { readonly truth: 'yes' | 'no' }
  | { readonly truth: 'maybe'; readonly because: ResourceDoubt };

export type ResourceDoubt =
  /** The action is about no single resource, and the statement names some. */
  | 'all-resources'
  /** Which resource the request is about is not known. */
  | 'request'
  /** A resource of the statement can be read in several ways, or part of what is known is included. */
  | 'reading'
  /** A placeholder is not filled in, or the file does not fix a part. */
  | 'placeholder';

const matched: ResourceMatch = { truth: 'yes' };
const unmatched: ResourceMatch = { truth: 'no' };

/**
 * Whether a statement's resources include what the request is about (iam-language section 4; design section 3, "one rule
 * for doubt"). Service and type are compared without regard to case. A path in another case, `?`, white space, a part of
 * a service's name and a placeholder match *maybe* what any reading of them could match, whatever the Effect.
 */
export function matchResources(resources: readonly PlacedText[], question: ResourceQuestion): ResourceMatch {
  const list = readList(resources);
  if (list.some(({ kind }) => kind === 'all')) return matched;
  if (list.some((pattern) => isAllOfType(pattern, question))) return matched;
  if (question.allResources) return { truth: 'maybe', because: 'all-resources' };
  const bound = question.known.filter((resource) => isOfType(resource, question));
  if (bound.length === 0) return { truth: 'maybe', because: 'request' };
  let result: ResourceMatch = matched;
  for (const resource of bound) {
    const match = matchKnown(list, resource);
    if (match.truth === 'no') return unmatched;
    if (match.truth === 'maybe') result = match;
  }
  return result;
}

function matchKnown(list: readonly ListedPattern[], resource: string): ResourceMatch {
  const asked = readAsked(resource);
  const sure = list.flatMap(({ sure }) =>
    sure !== undefined && globsIntersect(sure, asked.glob) ? [sure] : [],
  );
  if (globsContain(sure, asked.glob) === 'yes') return matched;
  const open = list.filter(({ widest, service }) => {
    if (widest === undefined) return true;
    // What a statement on several services means for those that its Resource does not name is an open point.
    if (service !== '*' && service !== asked.service) return true;
    return widest.some((glob) => globsIntersect(glob, asked.widest));
  });
  if (open.length === 0) return unmatched;
  return { truth: 'maybe', because: open.some(({ unfinished }) => unfinished) ? 'placeholder' : 'reading' };
}

/** A resource that a question names: a set where it holds `*`, or what can be read as several. */
interface AskedResource {
  readonly service: string;
  /** What has to be included for a sure match. */
  readonly glob: Glob;
  /** The most that it may be. */
  readonly widest: Glob;
}

function readAsked(resource: string): AskedResource {
  const text = splitAtPlaceholders(resource, { resource: true }).join('*');
  return {
    service: asciiLowerCase(text.split(':', 1)[0] ?? ''),
    glob: globOfResource(text, { questionMark: true, lowerCasePath: false }),
    widest: globOfResource(text, { questionMark: true, lowerCasePath: true }),
  };
}

/** A resource of a statement. */
interface ListedPattern {
  readonly kind: 'all' | 'some';
  /** Service in lower case where it is certain which; else `*`. */
  readonly service: string;
  /** All resources of the type in every region and account, which does not restrict anything. */
  readonly wholeType: string | undefined;
  /** What it surely matches; `undefined`: nothing. */
  readonly sure: Glob | undefined;
  /** The most that it may match; `undefined`: nobody can tell, so anything. */
  readonly widest: readonly Glob[] | undefined;
  readonly unfinished: boolean;
}

/** A statement's list is asked about with every action of its services, and read once. */
const lists = new WeakMap<readonly PlacedText[], readonly ListedPattern[]>();

function readList(resources: readonly PlacedText[]): readonly ListedPattern[] {
  const known = lists.get(resources);
  if (known !== undefined) return known;
  const read = resources.map((resource) => {
    const pattern = readPattern(resource.text);
    return resource.maybe ? inDoubt(pattern) : pattern;
  });
  lists.set(resources, read);
  return read;
}

/** What is there under a condition only matches nothing for sure. */
function inDoubt(pattern: ListedPattern): ListedPattern {
  const widest = pattern.kind === 'all' ? undefined : pattern.widest;
  return { ...pattern, kind: 'some', wholeType: undefined, sure: undefined, widest, unfinished: true };
}

function readPattern(text: string): ListedPattern {
  const anything: ListedPattern = {
    kind: 'some',
    service: '*',
    wholeType: undefined,
    sure: undefined,
    widest: undefined,
    unfinished: false,
  };
  if (text === '*') return { ...anything, kind: 'all' };
  const parts = splitAtPlaceholders(text, { resource: true });
  if (parts.length > 1) return { ...anything, ...unfinished(text, parts), unfinished: true };
  const segments = segmentsOf(text);
  if (segments === undefined) return anything;
  const [service, region, account, type, path] = segments;
  // `ob*` may be no service at all, and then nobody knows what the resource is about.
  if (service !== '*' && service.includes('*')) return anything;
  const named = asciiLowerCase(service);
  const readings = new Set([text, text.trim(), text.replace(/\s+/gu, ''), folded(text)].map(withAnySegments));
  if (/\s/u.test(text)) {
    const isReadable = [...readings].every((reading) => segmentsOf(reading) !== undefined);
    if (!isReadable || /\s/u.test(service)) return anything;
  }
  // What no resource of any page has in a segment makes nobody sure of the rest.
  const isDoubtful = /\s/u.test(text) || withAnySegments(text) !== text;
  return {
    ...anything,
    service: service === '' ? '*' : named,
    wholeType:
      !isDoubtful && region === '*' && account === '*' && path === '*' ? asciiLowerCase(type) : undefined,
    sure: isDoubtful ? undefined : globOfResource(text, sure),
    widest: [...readings].map((reading) => globOfResource(reading, widest)),
  };
}

/** Compatibility characters and characters that nobody sees make no difference. */
function folded(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}]+/gu, '');
}

/** An empty segment, and a region that cannot be the name of one, may stand for any. */
function withAnySegments(text: string): string {
  const segments = segmentsOf(text);
  if (segments === undefined) return text;
  const isAny = (segment: string, i: number) =>
    segment === '' || (i === 1 && !/^[A-Za-z0-9*?\s-]+$/u.test(segment));
  return segments.map((segment, i) => (isAny(segment, i) ? '*' : segment)).join(':');
}

/** A placeholder may become any text, segments of a resource too; where less than five are left, nobody can tell. */
function unfinished(text: string, parts: readonly string[]): Partial<ListedPattern> {
  const [first = ''] = parts;
  const [service = '', ...more] = first.split(':');
  if (parts.join('').split(':').length < 5) return {};
  // Of a service with a wildcard, as a part of one may become, nobody knows what it is about.
  const isWhole = more.length > 0 || !hasHole(text);
  if (!isWhole || (service !== '*' && service.includes('*'))) return {};
  const isNamed = more.length > 0 && !/[\s*?]/u.test(service);
  // Before the first placeholder the segments can be counted, behind it a run may be of any length.
  const tokens = parts.flatMap((part, i): GlobToken[] =>
    i === 0
      ? [...globOfResource(part.replace(/\s+/gu, '*'), widest)]
      : [{ run: 'any' }, ...globOf(part.replace(/\s+/gu, '*').toLowerCase(), inPath(true))],
  );
  return { service: isNamed ? asciiLowerCase(service) : '*', widest: [tokens] };
}

/** The five segments `service:region:account:type:path`; a path may contain `:` itself. */
function segmentsOf(text: string): readonly [string, string, string, string, string] | undefined {
  const [service, region, account, type, ...path] = text.split(':');
  if (service === undefined || region === undefined || account === undefined || type === undefined)
    return undefined;
  return path.length === 0 ? undefined : [service, region, account, type, path.join(':')];
}

/** What a resource's text is compared as where case and white space make no difference to anybody; else as it stands. */
export function foldedResource(text: string): string {
  const segments = segmentsOf(text);
  if (segments === undefined || splitAtPlaceholders(text, { resource: true }).length > 1) return text;
  const [service, region, account, type, path] = segments;
  return [asciiLowerCase(service), asciiLowerCase(region), account, asciiLowerCase(type), path].join(':');
}

/**
 * Whether a resource of a statement surely includes all that another one includes or may include: both can be read in one
 * way, and every reading of the one contains that of the other. `false` may also mean that nobody can tell.
 * @param budget what finding may still cost
 */
export function resourceContains(wide: string, narrow: string, budget = comparisonBudget()): boolean {
  const [outer, inner] = [readPattern(wide), readPattern(narrow)];
  if (outer.kind === 'all') return true;
  if (outer.sure === undefined || inner.sure === undefined || inner.kind === 'all') return false;
  // What either means for services that it does not name is an open point.
  if (outer.service !== inner.service) return false;
  const [widerReadings = [], readings = []] = [outer.widest, inner.widest];
  const covers = (outerGlob: Glob, glob: Glob) => {
    const known = runsCover(outerGlob, glob);
    if (known !== undefined) return known;
    budget.left -= 20 * outerGlob.length * glob.length;
    return budget.left >= 0 && globsContain([outerGlob], glob) === 'yes';
  };
  return (
    covers(outer.sure, inner.sure) && readings.every((glob) => widerReadings.some((one) => covers(one, glob)))
  );
}

/** The service and type of which a resource of a statement includes all there are, in lower case or `*`, where it does so. */
export function allOfType(resource: string): { readonly service: string; readonly type: string } | undefined {
  const { service, wholeType } = readPattern(resource);
  return wholeType === undefined ? undefined : { service, type: wholeType };
}

interface Reading {
  /** `?` is one character; else it stands for itself. */
  readonly questionMark: boolean;
  /** The path in lower case. */
  readonly lowerCasePath: boolean;
}

const sure: Reading = { questionMark: false, lowerCasePath: false };
const widest: Reading = { questionMark: true, lowerCasePath: true };

/** A run in the first four segments stays within its segment; in the path it runs over `/` and `:`. */
function globOfResource(text: string, { questionMark, lowerCasePath }: Reading): Glob {
  const segments = text.split(':');
  const path = segments.splice(4).join(':');
  const [service = '', region = '', account = '', type = ''] = segments;
  const fold = lowerCasePath ? (part: string) => part.toLowerCase() : asciiLowerCase;
  const named = [fold(service), fold(region), lowerCasePath ? account.toLowerCase() : account, fold(type)];
  const head = named.slice(0, segments.length).join(':') + (text.split(':').length > 4 ? ':' : '');
  return [
    ...globOf(head, { crossing: false, questionMark }),
    ...globOf(lowerCasePath ? path.toLowerCase() : path, inPath(questionMark)),
  ];
}

/** In a path a free character may be `:` too. */
function inPath(questionMark: boolean): Parameters<typeof globOf>[1] {
  return { crossing: true, questionMark: questionMark && 'any' };
}

/** Letters that only fold to these, such as the Kelvin sign, are other letters. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function isAllOfType(
  { service: named, wholeType }: ListedPattern,
  { service, type }: ResourceQuestion,
): boolean {
  if (wholeType === undefined) return false;
  return (named === '*' || named === service) && (wholeType === '*' || wholeType === type);
}

function isOfType(resource: string, { service, type }: ResourceQuestion): boolean {
  const segments = segmentsOf(resource);
  if (segments === undefined) return false;
  return asciiLowerCase(segments[0]) === service && asciiLowerCase(segments[3]) === type;
}
