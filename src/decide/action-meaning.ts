import { type ActionPattern, readAction } from '../model/action.ts';
import { splitAtPlaceholders } from '../model/placeholder.ts';
import { globOfPattern } from '../patterns/action-pattern.ts';
import { type Glob, type GlobToken, globOf } from '../patterns/glob.ts';

/** Every action there is. */
const everything: Glob = globOf('*', { crossing: true, questionMark: false });

/** What an element of an Action matches. */
export type ActionMeaning =
  /**
   * A well-formed pattern: what it covers, and nothing else. `wider`: its resource type is empty, which may have been meant
   * for any, so that it matches *maybe* what this reading matches.
   */
  | {
      readonly kind: 'pattern';
      readonly pattern: ActionPattern;
      readonly glob: Glob;
      readonly wider?: DoubtfulReading;
    }
  /** It can be read in several ways, or is not finished: whatever one of the globs matches, it matches *maybe*. */
  | {
      readonly kind: 'doubtful';
      readonly because: 'malformed' | 'placeholder';
      readonly readings: readonly DoubtfulReading[];
    };

/** One way to read an action. */
interface DoubtfulReading {
  readonly glob: Glob;
  /** Lower-case service code of every action that it matches; `undefined`: of any service. */
  readonly service: string | undefined;
}

/** Reads an element of an Action of Version 1.1 (iam-language section 3; design section 3, "one rule for doubt"). */
export function readActionMeaning(text: string): ActionMeaning {
  const parts = splitAtPlaceholders(text, { resource: false });
  if (parts.length > 1) return { kind: 'doubtful', because: 'placeholder', readings: [unfinished(parts)] };
  const reading = readAction(text);
  if (!reading.ok) return { kind: 'doubtful', because: 'malformed', readings: malformedReadings(text) };
  const { pattern } = reading;
  const glob = globOfPattern(pattern);
  if (pattern.segments[1] !== '') return { kind: 'pattern', pattern, glob };
  const [wider] = malformedReadings(text);
  return { kind: 'pattern', pattern, glob, ...(wider === undefined ? {} : { wider }) };
}

/** A placeholder may become any text, several segments of an action too. An empty segment beside it may stand for any. */
function unfinished(parts: readonly string[]): DoubtfulReading {
  const tokens = parts.flatMap((part, i): GlobToken[] => {
    const readable = [...folded(part)].map((c) => (isActionCharacter(c) ? c : '*')).join('');
    const [start, end] = [i === 0 ? '*:' : ':', i === parts.length - 1 ? ':*' : ':'];
    const filled = readable.replace(/^:/, start).replace(/:$/, end).replaceAll('::', ':*:');
    return [...(i === 0 ? [] : [anyRun]), ...globOf(filled, loose)];
  });
  const [first = ''] = parts;
  const [service, ...more] = folded(first).split(':');
  return { glob: tokens, service: more.length > 0 ? codeIn(service) : undefined };
}

const anyRun: GlobToken = { run: 'any' };
const loose = { crossing: true, questionMark: true } as const;

/**
 * What a malformed action may have been meant for: the text without its white space, and each well-formed piece of one
 * that glues several together; an empty segment, or one with a character that no action has, as any. Of less than three
 * segments the first is the service, or nobody knows which one is missing; of more than three, the service's actions and
 * each three in a row.
 */
function malformedReadings(text: string): readonly DoubtfulReading[] {
  const pieces = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,;|]+/u)
    .filter((piece) => /^[^:]+(?::[^:]+){2,}$/u.test(piece));
  const globs = new Set([folded(text), ...(pieces.length > 1 ? pieces : [])].flatMap(textsReadIn));
  return [...globs].map((glob) => ({
    glob: glob === '*' ? everything : globOf(glob, loose),
    service: codeIn(glob.split(':', 1)[0]),
  }));
}

/** Compatibility characters, white space, case and characters that nobody sees make no difference. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .toLowerCase();
}

/** Patterns of three segments, or `*` for everything. */
function textsReadIn(text: string): readonly string[] {
  const segments = text.split(':').map((segment) => (isReadable(segment) ? segment : '*'));
  const [first = '*', second = '*'] = segments;
  switch (segments.length) {
    case 1:
      return /^[a-z0-9*?]*[a-z0-9][a-z0-9*?]*$/.test(first)
        ? [`${first}:*:*`, `*:${first}:*`, `*:*:${first}`]
        : ['*'];
    case 2:
      return [`${first}:*:*`, ...(first === '*' || second === '*' ? [] : [`*:${first}:${second}`])];
    case 3:
      return [segments.join(':')];
    default: {
      if (segments.length > mostSegments) return ['*'];
      const rows = segments.slice(2).map((_, i) => segments.slice(i, i + 3).join(':'));
      return [`${first}:*:*`, ...rows];
    }
  }
}

/** Of an action with more segments than these nobody can tell what it was meant for. */
const mostSegments = 12;

function isReadable(segment: string): boolean {
  return segment !== '' && [...segment].every(isActionCharacter);
}

function isActionCharacter(c: string): boolean {
  return /^[a-z0-9_.*:?-]$/.test(c);
}

/** The service that a segment names in full. */
function codeIn(segment: string | undefined): string | undefined {
  return segment !== undefined && /^[a-z0-9_.-]+$/.test(segment) ? segment : undefined;
}

/**
 * What an action of a role stands for, in its widest reading (iam-language 7.5 and 8): empty segments are `*`, the last
 * segment is a prefix (`::Get`, `*:*:Get*` are two prints of one role), and the Keystone vocabulary `identity:*` may
 * cover the actions of `iam`.
 */
export function roleGlobs(text: string): readonly Glob[] {
  const parts = splitAtPlaceholders(text, { resource: false });
  if (parts.length > 1) {
    const { glob, service } = unfinished(parts);
    const own: Glob = [...glob, anyRun];
    // A service that is not told may be `identity`.
    return service === undefined || service === 'identity' ? [own, globOf('iam:*', loose)] : [own];
  }
  const all = text.normalize('NFKC').trim().toLowerCase();
  const segments = all.split(':').map((segment) => (segment === '' ? '*' : segment));
  const [service = '*', ...rest] = segments;
  // What nobody can read behind a service's code may be any of its actions.
  const readable = /^[a-z0-9_.*:?-]*$/.test(all);
  const prefix = (of: string) => globOf(of.endsWith('*') ? of : `${of}*`, loose);
  const glob = (of: string) =>
    prefix(readable ? [of, ...rest].join(':') : /^[a-z0-9-]+$/.test(of) ? `${of}:` : '*');
  return service === 'identity' ? [glob('identity'), glob('iam')] : [glob(service)];
}

/**
 * The services that an action of a role names, whose calls the role may let pass beyond its content: a code, a pattern of
 * codes, or `*` for all of them, which an empty segment and an unreadable one stand for too.
 */
export function roleService(text: string): string {
  const [service = ''] = text.normalize('NFKC').trim().toLowerCase().split(':');
  return /^[a-z0-9*-]*[a-z0-9][a-z0-9*-]*$/.test(service) && placeholderFree(text) ? service : '*';
}

function placeholderFree(text: string): boolean {
  return splitAtPlaceholders(text, { resource: false }).length === 1;
}
