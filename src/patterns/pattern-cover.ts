import type { ActionPattern } from '../model/action.ts';
import { matchesAction } from './action-pattern.ts';

/** Finds the pattern that covers another: everything that the other one matches, it matches too. */
export interface PatternCover<Item> {
  add(pattern: ActionPattern, item: Item): void;
  /** What was added with a covering pattern, if it is accepted. */
  find(pattern: ActionPattern, accept: (item: Item, covering: ActionPattern) => boolean): Item | undefined;
}

/** What finding may still cost, in comparisons of two patterns. */
export interface Budget {
  left: number;
}

/** Enough for any policy of people; what is not found for want of it is not reported. */
export function comparisonBudget(): Budget {
  return { left: 1_000_000 };
}

/**
 * Covering is exact, and one pattern is enough to look for: with `*` as the only wildcard, several patterns together
 * cover no pattern that none of them covers. (A letter that no pattern has, in place of each `*`, makes a name that
 * has to be matched, and a pattern that matches it covers them all.) Most patterns have whole segments only and are found
 * by their text; the others are compared one by one. Of patterns that say the same, the first is kept.
 */
export function createPatternCover<Item>(budget = comparisonBudget()): PatternCover<Item> {
  interface Added {
    readonly pattern: ActionPattern;
    readonly item: Item;
  }
  const whole = new Map<string, Added>();
  const partial = new Map<string, Map<string, Added>>();
  return {
    add(pattern, item) {
      const segments = plainSegments(pattern);
      const [service] = segments;
      const key = segments.join(':');
      const isWhole = segments.every((segment) => segment === '*' || !segment.includes('*'));
      const kept = isWhole ? whole : (partial.get(service) ?? new Map<string, Added>());
      if (!isWhole) partial.set(service, kept);
      if (!kept.has(key)) kept.set(key, { pattern, item });
    },
    find(pattern, accept) {
      const accepted = (found: Added | undefined) =>
        found !== undefined && accept(found.item, found.pattern) ? found : undefined;
      const [service, resourceType, operation] = plainSegments(pattern);
      const same = accepted(partial.get(service)?.get(`${service}:${resourceType}:${operation}`));
      if (same !== undefined) return same.item;
      for (const ofService of [service, '*']) {
        for (const ofType of [resourceType, '*']) {
          for (const ofOperation of [operation, '*']) {
            const found = accepted(whole.get(`${ofService}:${ofType}:${ofOperation}`));
            if (found !== undefined) return found.item;
          }
        }
      }
      for (const ofService of new Set([service, '*'])) {
        for (const added of partial.get(ofService)?.values() ?? []) {
          budget.left -= 1;
          if (budget.left < 0) return undefined;
          // `*` in what is covered is taken as a letter, which only a `*` of the covering pattern matches.
          if (matchesAction(added.pattern, pattern) && accepted(added) !== undefined) return added.item;
        }
      }
      return undefined;
    },
  };
}

/** Whether two patterns match the same actions. */
export function saySame(one: ActionPattern, other: ActionPattern): boolean {
  const others = plainSegments(other);
  return plainSegments(one).every((segment, i) => segment === others[i]);
}

/** One `*` for a run of them. */
function plainSegments({ segments }: ActionPattern): ActionPattern['segments'] {
  const [service, ...name] = segments;
  const [resourceType, operation] = name;
  if (!name.some((segment) => segment.includes('**'))) return segments;
  const plain = (segment: string) => segment.replace(/\*+/gu, '*');
  return [service, plain(resourceType), plain(operation)];
}
