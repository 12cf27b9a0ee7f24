import type { ActionFault, ActionPattern } from '../model/action.ts';
import { type Glob, globMatches, globOf } from './glob.ts';

/** Whether a pattern covers one concrete action. Segment by segment: `*` never crosses `:`. */
export function matchesAction(pattern: ActionPattern, action: ActionPattern): boolean {
  return pattern.segments.every((segment, i) => segmentMatches(segment, action.segments[i] ?? ''));
}

function segmentMatches(segment: string, text: string): boolean {
  if (segment === '*' || segment === text) return true;
  return (
    segment.includes('*') && globMatches(globOf(segment, { crossing: false, questionMark: false }), text)
  );
}

/** The glob of a well-formed pattern over whole action strings, in lower case. */
export function globOfPattern(pattern: ActionPattern): Glob {
  return globOf(pattern.segments.join(':'), { crossing: false, questionMark: false });
}

/**
 * The widest reading of a malformed action text, in lower case: white space dropped, compatibility characters folded,
 * `*` crossing `:`, `?` as one character, empty segments as `*`, and too few segments going on in any way. For statements that may match, never surely.
 */
export function widestGlob(text: string): Glob {
  const folded = text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
  const segments = folded.split(':').map((segment) => (segment === '' ? '*' : segment));
  const open = segments.length < 3 ? '*' : '';
  return globOf(`${segments.join(':')}${open}`, { crossing: true, questionMark: true });
}

/**
 * Whether an Allow with a malformed action may match at all (iam-language section 3): wrong segment counts and partial
 * service wildcards are open points; white space, `?` and foreign characters are taken literally and match nothing.
 */
export const malformedAllowMayMatch: Readonly<Record<ActionFault, boolean>> = {
  segments: true,
  'empty-segment': true,
  'partial-service-wildcard': true,
  'white-space': false,
  'question-mark': false,
  character: false,
};
