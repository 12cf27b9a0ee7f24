/**
 * Edits (a letter added, left out, changed, or two neighbours swapped) between two texts,
 * or `max + 1` where there are more than `max`. Compared as written.
 */
export function editDistance(a: string, b: string, max: number): number {
  const tooFar = max + 1;
  if (Math.abs(a.length - b.length) > max) return tooFar;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(
        (last[j] ?? tooFar) + 1,
        (row[j - 1] ?? tooFar) + 1,
        (last[j - 1] ?? tooFar) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (beforeLast[j - 2] ?? tooFar) + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > max) return tooFar;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? tooFar, tooFar);
}

/** The candidate with the fewest edits from `name`, at most `max`, without regard to case; the first one of several. */
export function nearest(
  name: string,
  candidates: Iterable<string>,
  { max }: { readonly max: number },
): string | undefined {
  const folded = name.toLowerCase();
  let best: string | undefined;
  let within = max;
  for (const candidate of candidates) {
    const edits = editDistance(folded, candidate.toLowerCase(), within);
    if (edits > within || (edits === within && best !== undefined)) continue;
    best = candidate;
    within = edits;
  }
  return best;
}
