import { type ActionPattern, readAction } from '../model/action.ts';
import { matchesAction } from '../patterns/action-pattern.ts';

/** A shorter list that allows the same documented actions. */
export interface Shrunk {
  readonly actions: readonly string[];
  /** The patterns of it that were not there before: they match what the clouds may add, too. */
  readonly patterns: readonly string[];
}

/**
 * Puts wildcards into a list of actions where they match exactly documented actions of the list: never more than the list allows,
 * and never longer.
 * @param documented every action that is known of the services, in any cloud asked about
 */
export function shrinkActions(actions: readonly string[], documented: readonly string[]): Shrunk {
  const read = (text: string): ActionPattern | undefined => {
    const reading = readAction(text);
    return reading.ok ? reading.pattern : undefined;
  };
  const own = actions.map((text) => ({ text, pattern: read(text) }));
  const known = documented.flatMap((text) => read(text) ?? []);
  const isAllowed = (action: ActionPattern) =>
    own.some(({ pattern }) => pattern !== undefined && matchesAction(pattern, action));
  const candidates = new Set(own.flatMap(({ pattern }) => (pattern?.concrete ? candidatesOf(pattern) : [])));
  const exact = [...candidates].flatMap((text) => {
    const pattern = read(text);
    if (pattern === undefined) return [];
    const matched = known.filter((action) => matchesAction(pattern, action));
    return matched.length > 0 && matched.every(isAllowed) ? [pattern] : [];
  });
  let left = own;
  const patterns: string[] = [];
  for (;;) {
    const best = exact
      .map((pattern) => {
        const covered = left.filter(
          (one) => one.pattern !== undefined && matchesAction(pattern, one.pattern),
        );
        const saved =
          covered.reduce((sum, { text }) => sum + text.length + separator, 0) -
          pattern.text.length -
          separator;
        return { pattern, covered, saved };
      })
      .filter(({ covered, saved }) => covered.length > 1 && saved > 0)
      .sort((a, b) => b.saved - a.saved || (a.pattern.text < b.pattern.text ? -1 : 1))[0];
    if (best === undefined) break;
    const gone = new Set(best.covered);
    left = [...left.filter((one) => !gone.has(one)), { text: best.pattern.text, pattern: best.pattern }];
    patterns.push(best.pattern.text);
  }
  const kept = new Set(left.map(({ text }) => text));
  return { actions: [...kept].sort(), patterns: patterns.filter((text) => kept.has(text)).sort() };
}

/** Quotes, comma and white space around an action in a printed list, at least. */
const separator = 4;

/** Patterns that match an action: all of its service, all of its type, and beginnings and ends of its operation. */
function candidatesOf({ segments: [service], text }: ActionPattern): readonly string[] {
  const [, type = '', operation = ''] = text.split(':');
  const found = [`${service}:*:*`, `${service}:${type}:*`, `${service}:*:${operation}`];
  for (const match of operation.matchAll(/(?<=[a-z\d])(?=[A-Z_-])|(?<=[_-])/gu)) {
    found.push(
      `${service}:${type}:${operation.slice(0, match.index)}*`,
      `${service}:*:${operation.slice(0, match.index)}*`,
    );
    found.push(`${service}:${type}:*${operation.slice(match.index)}`);
  }
  return found;
}
