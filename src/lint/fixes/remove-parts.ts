import type { Span } from '../../model/policy.ts';
import { endOf } from './json-place.ts';

/**
 * The text that goes with some items of a list, or members of an object, but never all of them: each takes exactly one
 * comma, and the white space that only it used. The comma before it is the rule, so that removals of neighbours do not
 * meet; the first one takes the comma after it, and so does one that starts a line which goes on with the next one.
 * @param partAt where an item or member stands: one of very many is found without looking at the others
 * @param indices ascending
 */
export function removedText(
  text: string,
  { count, partAt }: { readonly count: number; readonly partAt: (index: number) => Span },
  indices: readonly number[],
): readonly Span[] {
  return runsOf(indices).map(({ first, last }) => {
    const own = partAt(first);
    const end = endOf(partAt(last));
    const next = last + 1 < count ? partAt(last + 1) : undefined;
    const forward =
      next !== undefined &&
      (first === 0 || (startsLine(text, own.offset) && !hasLineBreak(text, end, next.offset)));
    if (forward) return between(own.offset, next.offset);
    return between(endOf(partAt(first - 1)), end);
  });
}

/** Neighbours, together. */
function runsOf(indices: readonly number[]): readonly { readonly first: number; readonly last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const index of indices) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === index) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}

function between(start: number, end: number): Span {
  return { offset: start, length: end - start };
}

/** Whether nothing but blanks stands before the offset in its line. */
function startsLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (text[at] === ' ' || text[at] === '\t') at -= 1;
  return text[at] === '\n' || text[at] === '\r';
}

function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text[at] === '\n' || text[at] === '\r') return true;
  return false;
}
