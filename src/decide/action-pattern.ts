import type { ActionPattern } from '../model/action.ts';

/** Whether `glob` (with `*` for any run of characters, also none) matches the whole of `text`. Linear in practice, no backtracking beyond the last star. */
export function globMatches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (t < text.length) {
    const c = glob[g];
    if (c === '*') {
      starAt = g++;
      resumeAt = t;
    } else if (c !== undefined && c === text[t]) {
      g++;
      t++;
    } else if (starAt >= 0) {
      g = starAt + 1;
      t = ++resumeAt;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

/** Whether a pattern covers one concrete action. Segment by segment: `*` never crosses `:`. */
export function matchesAction(pattern: ActionPattern, action: ActionPattern): boolean {
  return pattern.segments.every((segment, i) => globMatches(segment, action.segments[i] ?? ''));
}
