import { inBackticks } from './in-backticks.ts';

/** The beginning of a list, and how many more there are. */
interface FirstFew<T> {
  readonly few: readonly T[];
  readonly others: number;
}

/** So many things of a kind are listed one by one: what thousands of statements say is told by a few and their number. */
export const mostListed = 5;

/** The first few of a list; one that is hardly longer is not cut. */
export function firstFew<T>(list: readonly T[]): FirstFew<T> {
  return list.length <= mostListed
    ? { few: list, others: 0 }
    : { few: list.slice(0, mostListed), others: list.length - mostListed };
}

/** `others` as a member, where there are any. */
export function othersMember(others: number): { readonly others?: number } {
  return others === 0 ? {} : { others };
}

/** The user's own texts as messages list them: the first few in backticks, and how many more there are. */
export function fewInBackticks(texts: readonly string[]): readonly string[] {
  const { few, others } = firstFew(texts);
  return [...few.map(inBackticks), ...(others === 0 ? [] : [`${others} more`])];
}
