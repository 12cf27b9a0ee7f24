import type { ActionPattern } from '../model/action.ts';
import { type Glob, globOf, globsIntersect } from './glob.ts';
import { wildcardMatches } from './wildcard.ts';

/** Whether a pattern covers one concrete action. Segment by segment: `*` never crosses `:`. */
export function matchesAction(pattern: ActionPattern, action: ActionPattern): boolean {
  return segmentMatches(pattern.segments[0], action.segments[0]) && matchesName(pattern, action);
}

/** Whether resource type and operation of a pattern cover those of a concrete action, whatever their services are. */
export function matchesName(pattern: ActionPattern, action: ActionPattern): boolean {
  const [, resourceType, operation] = pattern.segments;
  const [, ofType, ofOperation] = action.segments;
  return segmentMatches(resourceType, ofType) && segmentMatches(operation, ofOperation);
}

function segmentMatches(segment: string, text: string): boolean {
  return segment === '*' || segment === text || (segment.includes('*') && wildcardMatches(segment, text));
}

/** Whether two patterns have an action in common. */
export function patternsMeet(one: ActionPattern, other: ActionPattern): boolean {
  if (other.concrete) return matchesAction(one, other);
  if (one.concrete) return matchesAction(other, one);
  return globsIntersect(globOfPattern(one), globOfPattern(other));
}

/** The glob of a well-formed pattern over whole action strings, in lower case. */
export function globOfPattern(pattern: ActionPattern): Glob {
  return globOf(pattern.segments.join(':'), { crossing: false, questionMark: false });
}
