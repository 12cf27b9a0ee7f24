import { hasHole } from './hole.ts';

/**
 * Placeholders: parts of a text that are still to be filled in. One function tells them, for lint and for decisions alike:
 * what lint calls unfinished, a decision never takes literally (design section 3, "one rule for doubt").
 */

/** A part of a text that is still to be filled in. */
export interface Placeholder {
  readonly text: string;
  /** UTF-16 offset in the text that holds it. */
  readonly start: number;
  /** Filled in by a program, such as Terraform, before the policy is used. */
  readonly byProgram: boolean;
  /** It is a part that the file does not fix, or has one in it: it is filled in where nobody can see it. */
  readonly hole?: true;
}

interface PlaceholderOptions {
  /** The text names a resource or an agency: names of the parts of a resource (`domainId`) are placeholders too. */
  readonly resource: boolean;
}

/** `<bucket name>`, `{bucket_name}`, `{{ bucket }}`, `#{bucket}`, `$(bucket)`. */
const bracketed = [/<[^<>]+>/g, /\{\{[^{}]*\}\}/g, /[#%@]?\{[^{}]*\}/g, /\$(?:\([^()]*\)|\[[^[\]]*\])/g];
/** What a file does not fix, with the brackets around it: it may close one. */
const holes = /(?:[#%@$]?[<{][^<>{}]*)?\uE000+(?:[^<>{}]*[>}])?/g;
/** `%s`, `%[2]s` and the other verbs of format strings. `%d` before a hex digit may be an escape of a URL. */
const verbs = [/%(?:\[\d+\]|\([A-Za-z_]\w*\))[a-z]/g, /%[svq]/g, /%d(?![0-9A-Fa-f])/g];
/** `%NAME%`, unless the last `%` begins an escape of a URL (`%E4%BD%A0`). */
const betweenPercents = /%(?![sdvq]%)[A-Za-z_]\w*%(?![0-9A-Fa-f]{2})/g;
/** `__NAME__`. */
const betweenUnderscores = /__[A-Z][A-Z0-9_]*__/g;
/** `xxx`, between the marks that divide names, also between dots: `…xxx...`. Not within a word. */
const crossed = /(?<=^|[:/_.…\s-])(?:x{3,}|X{3,})(?=$|[:/_.…*\s-])/g;
/** Dots that leave something out: of a name they are the whole, or they frame a placeholder. */
const dots = /(?:…|\.{3})[….]*/g;
/** Words for people. Small letters are left out: `todo` may be a name. */
const reminder = /^(?:TODO|FIXME|TBD|CHANGE[_-]?ME|changeme|REPLACE[_-]?ME|(?:YOUR|INSERT)[_-][A-Z0-9_-]+)$/;
const yours =
  /^your[_-]?(?:account|agency|bucket|domain|instance|key|object|project|region|tenant|user)(?:[_-]?(?:id|name))?$/i;
/** Names of the parts of a resource, as the documentation spells the form. */
const formal = /^(?:account|agency|bucket|domain|object|project|region)(?:_id|Id|ID|_name|Name)$/;

/** A whole part of a resource, as the guide of servers prints them: `ECS:$region:$domainId:instance:$instanceId`. */
const variableName = /^\$[A-Za-z_]\w*$/;

/** Part of every placeholder, those of resources alone left out: most texts need no closer look. */
const suspicious = /[<{%…\uE000]|\$[([]|xxx|__|\.\.\.|todo|fixme|tbd|change|replace|your|insert/i;

/** The placeholders of a text, in its order. Those that overlap, which can be read in several ways, are one. */
export function placeholdersIn(text: string, { resource }: PlaceholderOptions): readonly Placeholder[] {
  const isSuspicious = suspicious.test(text);
  if (!isSuspicious && !resource) return none;
  const spans: Span[] = isSuspicious ? [...variables(text), ...marked(text), ...words(text)] : [];
  if (resource) spans.push(...parts(text, ':', (part) => formal.test(part) || variableName.test(part)));
  return spans.length === 0 ? none : framed(text, merged(spans)).map(placeholderOf(text));
}

/** The first placeholder in a text. */
export function placeholderIn(text: string, options: PlaceholderOptions): Placeholder | undefined {
  return placeholdersIn(text, options)[0];
}

/** What stands between the placeholders of a text: one part where there is none, and one more than there are. */
export function splitAtPlaceholders(text: string, options: PlaceholderOptions): readonly string[] {
  const found = placeholdersIn(text, options);
  if (found.length === 0) return [text];
  const starts = [0, ...found.map(({ start, text: own }) => start + own.length)];
  return starts.map((start, i) => text.slice(start, found[i]?.start));
}

const none: readonly Placeholder[] = [];

interface Span {
  readonly start: number;
  readonly end: number;
}

/** `${…}`, which may hold braces itself; one that is never closed goes on to the end. */
function* variables(text: string): Generator<Span> {
  let at = text.indexOf('${');
  while (at >= 0) {
    let depth = 0;
    let end = at + 1;
    for (; end < text.length; end++) {
      if (text[end] === '{') depth += 1;
      else if (text[end] === '}' && --depth === 0) break;
    }
    end = Math.min(end + 1, text.length);
    yield { start: at, end };
    at = text.indexOf('${', end);
  }
}

function marked(text: string): Span[] {
  return [...bracketed, holes, ...verbs, betweenPercents, betweenUnderscores, crossed].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: own }) => ({ start: index, end: index + own.length })),
  );
}

function words(text: string): Span[] {
  return parts(text, /[:/]/, (part) => reminder.test(part) || yours.test(part) || isDots(part));
}

function isDots(part: string): boolean {
  return /^(?:…|\.{3})[….]*$/.test(part);
}

/** The parts of a text, divided by a mark of one character, that pass the test. */
function parts(text: string, mark: string | RegExp, isMeant: (part: string) => boolean): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const part of text.split(mark)) {
    const end = start + part.length;
    if (isMeant(part)) found.push({ start, end });
    start = end + 1;
  }
  return found;
}

function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = all.at(-1);
    if (last === undefined || span.start >= last.end) all.push(span);
    else if (span.end > last.end) all[all.length - 1] = { start: last.start, end: span.end };
  }
  return all;
}

/** Dots at either side of a placeholder belong to it. */
function framed(text: string, spans: readonly Span[]): readonly Span[] {
  const frames = [...text.matchAll(dots)].map(({ index, 0: own }) => ({
    start: index,
    end: index + own.length,
  }));
  if (frames.length === 0) return spans;
  const starts = new Map(frames.map((frame) => [frame.end, frame.start]));
  const ends = new Map(frames.map((frame) => [frame.start, frame.end]));
  return merged(
    spans.map(({ start, end }) => ({ start: starts.get(start) ?? start, end: ends.get(end) ?? end })),
  );
}

function placeholderOf(text: string): (span: Span) => Placeholder {
  return ({ start, end }) => {
    const own = text.slice(start, end);
    const placeholder = { text: own, start, byProgram: own.startsWith('${') };
    return hasHole(own) ? { ...placeholder, hole: true } : placeholder;
  };
}
