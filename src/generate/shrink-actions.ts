import { type ActionPattern, readAction } from '../model/action.ts';
import { matchesAction, patternsMeet } from '../patterns/action-pattern.ts';

/** A shorter list that allows the same documented actions. */
export interface Shrunk {
  readonly actions: readonly string[];
  /** The patterns of it that were not there before: they match what the clouds may add, too. */
  readonly patterns: readonly string[];
}

/**
 * Puts wildcards into a list of actions where they match exactly documented actions of the list: never more than the list allows,
 * and never longer. A pattern that the documentation asks for as a whole (`ims:*:get`) is met after it only where it was before, or
 * where the list has every action of the service.
 * @param documented every action that is known of the services, in any cloud, and every pattern that an API requires
 */
export function shrinkActions(actions: readonly string[], documented: readonly string[]): Shrunk {
  const own = [...new Set(actions)].map((text): Item => ({ text, pattern: read(text) }));
  const known = documented.flatMap((text) => read(text) ?? []);
  const services = new Set(own.flatMap(({ pattern }) => pattern?.segments[0] ?? []));
  const shrunk = [...services].map((service) =>
    shrinkService(
      own.filter(({ pattern }) => pattern?.segments[0] === service),
      own.flatMap(({ pattern }) => pattern ?? []),
      known.filter(({ segments: [code] }) => code === service || code.includes('*')),
    ),
  );
  const unread = own.flatMap(({ text, pattern }) => (pattern === undefined ? [text] : []));
  return {
    actions: [...unread, ...shrunk.flatMap((part) => part.actions)].sort(),
    patterns: shrunk.flatMap((part) => part.patterns).sort(),
  };
}

interface Item {
  readonly text: string;
  readonly pattern: ActionPattern | undefined;
}

/** The actions of one service: of the patterns that are exact always the one that saves most. */
function shrinkService(
  own: readonly Item[],
  list: readonly ActionPattern[],
  known: readonly ActionPattern[],
): Shrunk {
  const isExact = exactness(list, known);
  const texts = new Set(own.flatMap(({ pattern }) => (pattern?.concrete ? candidatesOf(pattern) : [])));
  const candidates = [...texts].sort().flatMap((text) => {
    const pattern = read(text);
    if (pattern === undefined) return [];
    const covered = own.filter((one) => one.pattern !== undefined && matchesAction(pattern, one.pattern));
    return covered.length > 1 && isExact(pattern) ? [{ text, covered }] : [];
  });
  const left = new Set(own);
  const patterns: string[] = [];
  for (;;) {
    let best:
      | { readonly text: string; readonly covered: readonly Item[]; readonly saved: number }
      | undefined;
    for (const { text, covered } of candidates) {
      const still = covered.filter((one) => left.has(one));
      const saved =
        still.reduce((sum, one) => sum + one.text.length + separator, 0) - text.length - separator;
      if (still.length > 1 && saved > (best?.saved ?? 0)) best = { text, covered: still, saved };
    }
    if (best === undefined) break;
    for (const one of best.covered) left.delete(one);
    patterns.push(best.text);
  }
  return { actions: [...[...left].map(({ text }) => text), ...patterns], patterns };
}

/** Whether a pattern matches nothing known that a list does not match. */
function exactness(
  list: readonly ActionPattern[],
  known: readonly ActionPattern[],
): (pattern: ActionPattern) => boolean {
  const other = known.filter((one) => !list.some((own) => matchesAction(own, one)));
  const untouched = other.filter((one) => !one.concrete && !list.some((own) => patternsMeet(own, one)));
  const missing = other.filter(({ concrete }) => concrete);
  return (pattern) =>
    known.some((one) => one.concrete && matchesAction(pattern, one)) &&
    !missing.some((one) => matchesAction(pattern, one)) &&
    (isWholeService(pattern) ||
      (!other.some((one) => matchesAction(pattern, one)) &&
        !untouched.some((one) => patternsMeet(pattern, one))));
}

function isWholeService({ segments: [, resourceType, operation] }: ActionPattern): boolean {
  return resourceType === '*' && operation === '*';
}

function read(text: string): ActionPattern | undefined {
  const reading = readAction(text);
  return reading.ok ? reading.pattern : undefined;
}

/** Quotes, comma and white space around an action in a printed list, at least. */
const separator = 4;

/** Patterns that match an action: all of its service, all of its type, and beginnings and ends of its operation. */
function candidatesOf({ segments: [service], text }: ActionPattern): readonly string[] {
  const [, type = '', operation = ''] = text.split(':');
  // Beside a wildcard an empty segment may be one, too (iam-language section 7.5).
  if (type === '' || operation === '') return [];
  const found = [`${service}:*:*`, `${service}:${type}:*`, `${service}:*:${operation}`];
  for (const { index } of operation.matchAll(/(?<=[a-z\d])(?=[A-Z_-])|(?<=[_-])/gu)) {
    const [start, end] = [operation.slice(0, index), operation.slice(index)];
    found.push(`${service}:${type}:${start}*`, `${service}:*:${start}*`, `${service}:${type}:*${end}`);
  }
  return found;
}
