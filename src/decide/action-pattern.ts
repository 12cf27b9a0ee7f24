import { type ActionFault, type ActionPattern, readAction } from '../model/action.ts';
import { type Glob, globOf } from './glob.ts';
import { wildcardMatches } from './wildcard.ts';

/** Whether a pattern covers one concrete action. Segment by segment: `*` never crosses `:`. */
export function matchesAction(pattern: ActionPattern, action: ActionPattern): boolean {
  const [service, resourceType, operation] = pattern.segments;
  const [ofService, ofType, ofOperation] = action.segments;
  return (
    segmentMatches(service, ofService) &&
    segmentMatches(resourceType, ofType) &&
    segmentMatches(operation, ofOperation)
  );
}

function segmentMatches(segment: string, text: string): boolean {
  return segment === '*' || segment === text || (segment.includes('*') && wildcardMatches(segment, text));
}

/** The glob of a well-formed pattern over whole action strings, in lower case. */
export function globOfPattern(pattern: ActionPattern): Glob {
  return globOf(pattern.segments.join(':'), { crossing: false, questionMark: false });
}

/** Every action there is. */
const everything: Glob = globOf('*', { crossing: true, questionMark: false });

/**
 * What a malformed action text may match, never surely (iam-language section 3). Where dropping white space, folding
 * compatibility characters or taking `?` for one character makes a well-formed pattern of it, that pattern; `service:*`
 * stands for the service; anything else may have been meant for any action.
 */
export function widestGlob(text: string): Glob {
  const mended = text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .toLowerCase();
  const reading = readAction(mended.replaceAll('?', '*'));
  if (reading.ok || reading.fault === 'partial-service-wildcard') {
    return globOf(mended, { crossing: true, questionMark: true });
  }
  return /^[a-z][a-z0-9-]*:\*$/.test(mended)
    ? globOf(mended, { crossing: true, questionMark: false })
    : everything;
}

/**
 * Whether an Allow with a malformed action may match at all: white space and `?` are documented readings, literal ones,
 * that match nothing; the other faults are open points.
 */
export const malformedAllowMayMatch: Readonly<Record<ActionFault, boolean>> = {
  segments: true,
  'empty-segment': true,
  'partial-service-wildcard': true,
  character: true,
  'white-space': false,
  'question-mark': false,
};

/**
 * What an action of a role stands for, in its widest reading (iam-language 7.5 and 8): empty segments are `*`, the last
 * segment is a prefix (`::Get`, `*:*:Get*` are two prints of one role), and the Keystone vocabulary `identity:*` may
 * cover the actions of `iam`.
 */
export function roleGlobs(text: string): readonly Glob[] {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  const segments = folded.split(':').map((segment) => (segment === '' ? '*' : segment));
  const [service = '*', ...rest] = segments;
  // What nobody can read behind a service's code may be any of its actions.
  const readable = /^[a-z0-9_.*:?-]*$/.test(folded);
  const prefix = (of: string) =>
    globOf(of.endsWith('*') ? of : `${of}*`, { crossing: true, questionMark: true });
  const glob = (of: string) =>
    prefix(readable ? [of, ...rest].join(':') : /^[a-z0-9-]+$/.test(of) ? `${of}:` : '*');
  return service === 'identity' ? [glob('identity'), glob('iam')] : [glob(service)];
}
