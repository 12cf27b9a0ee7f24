/** What one place of a segment may be. */
type Piece =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'class'; readonly has: (char: string) => boolean }
  | { readonly kind: 'group'; readonly mode: GroupMode; readonly alternatives: readonly Pieces[] };
type Pieces = readonly Piece[];

/** `@` one of them, `?` one or none, `*` any number, `+` one or more, `!` anything else. */
type GroupMode = '@' | '?' | '*' | '+' | '!';

/** Which characters have a meaning: those of `.gitignore`; `{a,b}` too; `@(a|b)` and its like too. */
export type GlobSyntax = 'git' | 'braces' | 'extended';

/** A segment that cannot be understood, in words. */
export class GlobFault extends Error {}

/** Groups within groups, at most. */
const deepest = 20;
/** Numbers or letters that a range in braces stands for, at most. */
const longestRange = 1000;

/**
 * Whether a glob without a slash matches a name. The positions that are reached are followed together, so that the time
 * grows with glob times name, however many stars there are; a group that repeats costs at most another name's length.
 * @throws GlobFault for a group that is nested too deeply, and for a range that is too long.
 */
export function segmentMatcher(glob: string, syntax: GlobSyntax): (name: string) => boolean {
  const pieces = readPieces(glob, syntax);
  if (pieces === undefined) return () => false;
  const texts = pieces.map((piece) => (piece.kind === 'char' ? piece.char : undefined));
  const [first, ...rest] = pieces;
  // Most globs are a name, or a star before the end of one.
  if (!texts.includes(undefined)) {
    const text = texts.join('');
    return (name) => name === text;
  }
  if (first?.kind === 'star' && rest.every(({ kind }) => kind === 'char')) {
    const end = texts.slice(1).join('');
    return (name) => name.endsWith(end);
  }
  return (name) => {
    const chars = Array.from(name);
    const start = new Uint8Array(chars.length + 1);
    start[0] = 1;
    return reached(pieces, chars, start)[chars.length] === 1;
  };
}

/** The positions after the pieces, from any of the positions before them. */
function reached(pieces: Pieces, chars: readonly string[], start: Uint8Array): Uint8Array {
  let from = start;
  for (const piece of pieces) from = reachedBy(piece, chars, from);
  return from;
}

function reachedBy(piece: Piece, chars: readonly string[], from: Uint8Array): Uint8Array {
  const to = new Uint8Array(from.length);
  switch (piece.kind) {
    case 'star': {
      const first = from.indexOf(1);
      return first < 0 ? to : to.fill(1, first);
    }
    case 'group':
      return reachedByGroup(piece, chars, from);
    default:
      for (const [at, char] of chars.entries()) if (from[at] === 1 && isOne(piece, char)) to[at + 1] = 1;
      return to;
  }
}

function isOne(piece: Exclude<Piece, { kind: 'star' | 'group' }>, char: string): boolean {
  return piece.kind === 'any' || (piece.kind === 'char' ? piece.char === char : piece.has(char));
}

function reachedByGroup(
  { mode, alternatives }: Extract<Piece, { kind: 'group' }>,
  chars: readonly string[],
  from: Uint8Array,
): Uint8Array {
  const once = (start: Uint8Array) => {
    const to = new Uint8Array(start.length);
    for (const pieces of alternatives) add(reached(pieces, chars, start), to);
    return to;
  };
  if (mode === '@') return once(from);
  if (mode === '!') return otherwise(from, once);
  const to = mode === '+' ? new Uint8Array(from.length) : from.slice();
  if (mode === '?') {
    add(once(from), to);
    return to;
  }
  // Each position is gone on from once.
  for (let next = from; next.includes(1); ) {
    const found = once(next);
    next = found.map((is, at) => (is === 1 && to[at] === 0 ? 1 : 0));
    add(next, to);
  }
  return to;
}

/** What a group leaves out: from each position, every later one that the group does not reach from there. */
function otherwise(from: Uint8Array, once: (start: Uint8Array) => Uint8Array): Uint8Array {
  const to = new Uint8Array(from.length);
  for (const [at, is] of from.entries()) {
    if (is === 0) continue;
    const start = new Uint8Array(from.length);
    start[at] = 1;
    const left = once(start);
    for (let end = at; end < to.length; end++) if (left[end] === 0) to[end] = 1;
  }
  return to;
}

function add(found: Uint8Array, to: Uint8Array): void {
  for (const [at, is] of found.entries()) if (is === 1) to[at] = 1;
}

/** `undefined` for what matches nothing: to git, a bracket that is not closed, or a backslash at the end. */
function readPieces(glob: string, syntax: GlobSyntax): Pieces | undefined {
  const reader = new PieceReader(Array.from(glob), syntax);
  const pieces = reader.sequence(0, '');
  return reader.matchesNothing ? undefined : pieces;
}

class PieceReader {
  matchesNothing = false;
  readonly #chars: readonly string[];
  readonly #syntax: GlobSyntax;
  #at = 0;

  constructor(chars: readonly string[], syntax: GlobSyntax) {
    this.#chars = chars;
    this.#syntax = syntax;
  }

  /** @param ends the characters that end it, which are not taken */
  sequence(depth: number, ends: string, repeats = false): Pieces {
    if (depth > deepest) throw new GlobFault(`it has groups nested more than ${deepest} deep`);
    const pieces: Piece[] = [];
    while (this.#at < this.#chars.length && !ends.includes(this.#peek())) {
      const piece = this.#piece(depth, repeats);
      // A second star changes nothing.
      if (piece.kind !== 'star' || pieces.at(-1)?.kind !== 'star') pieces.push(piece);
    }
    return pieces;
  }

  #peek(): string {
    return this.#chars[this.#at] ?? '';
  }

  #piece(depth: number, repeats: boolean): Piece {
    const char = this.#peek();
    if (this.#syntax === 'extended' && this.#chars[this.#at + 1] === '(' && isMode(char)) {
      const group = this.#extended(char, depth, repeats);
      if (group !== undefined) return group;
    }
    if (this.#syntax !== 'git' && char === '{') {
      const group = this.#braces(depth, repeats);
      if (group !== undefined) return group;
    }
    if (char === '[') {
      const piece = this.#class();
      if (piece !== undefined) return piece;
      this.matchesNothing ||= this.#syntax === 'git';
    }
    this.#at += 1;
    if (char === '*') return { kind: 'star' };
    if (char === '?') return { kind: 'any' };
    if (char !== '\\') return { kind: 'char', char };
    const escaped = this.#peek();
    this.matchesNothing ||= this.#syntax === 'git' && escaped === '';
    this.#at += 1;
    return { kind: 'char', char: escaped === '' ? char : escaped };
  }

  #extended(mode: GroupMode, depth: number, repeats: boolean): Piece | undefined {
    const start = this.#at;
    const repeated = mode === '*' || mode === '+' || mode === '!';
    this.#at += 2;
    const alternatives = this.#alternatives(depth, repeats || repeated, '|', ')');
    if (alternatives === undefined) {
      this.#at = start;
      return undefined;
    }
    if (repeats && repeated) throw new GlobFault(`\`${mode}(…)\` is inside another group that repeats`);
    return { kind: 'group', mode, alternatives };
  }

  #braces(depth: number, repeats: boolean): Piece | undefined {
    const start = this.#at;
    this.#at += 1;
    const alternatives = this.#alternatives(depth, repeats, ',', '}');
    if (alternatives !== undefined && alternatives.length > 1)
      return { kind: 'group', mode: '@', alternatives };
    // Braces around one text are themselves, unless it is a range.
    const range = alternatives && rangeOf(this.#chars.slice(start + 1, this.#at - 1).join(''));
    if (range !== undefined) return { kind: 'group', mode: '@', alternatives: range.map(literal) };
    this.#at = start;
    return undefined;
  }

  /** @returns `undefined` where the group is not closed */
  #alternatives(depth: number, repeats: boolean, between: string, end: string): Pieces[] | undefined {
    const alternatives: Pieces[] = [];
    for (;;) {
      alternatives.push(this.sequence(depth + 1, between + end, repeats));
      const next = this.#peek();
      this.#at += 1;
      if (next === end) return alternatives;
      if (next !== between) return undefined;
    }
  }

  #class(): Piece | undefined {
    const read = readClass(this.#chars, this.#at);
    if (read === undefined) return undefined;
    this.#at = read.next;
    return { kind: 'class', has: read.has };
  }
}

function isMode(char: string): char is GroupMode {
  return /^[@?*+!]$/u.test(char);
}

function literal(text: string): Pieces {
  return Array.from(text, (char) => ({ kind: 'char', char }));
}

/** `1..10`, `01..10`, `1..10..2`, `a..e`. @throws GlobFault for a range that is too long. */
function rangeOf(text: string): readonly string[] | undefined {
  const [, from = '', to = '', by = ''] =
    /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.-?(\d{1,9}))?$/u.exec(text) ?? [];
  if (from === '' || /\d/u.test(from) !== /\d/u.test(to)) return undefined;
  const isNumber = /\d/u.test(from);
  const [first, last] = [from, to].map((end) => (isNumber ? Number(end) : (end.codePointAt(0) ?? 0)));
  const step = Math.max(1, Number(by));
  const [lowest, highest] = [Math.min(first ?? 0, last ?? 0), Math.max(first ?? 0, last ?? 0)];
  const count = Math.floor((highest - lowest) / step) + 1;
  if (count > longestRange) throw new GlobFault(`\`{${text}}\` stands for more than ${longestRange} names`);
  const width = [from, to].some((end) => /^-?0\d/u.test(end)) ? Math.max(from.length, to.length) : 0;
  const start = first ?? 0;
  const direction = (last ?? 0) < start ? -step : step;
  return Array.from({ length: count }, (_, at) => {
    const value = start + at * direction;
    if (!isNumber) return String.fromCodePoint(value);
    const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0');
    return value < 0 ? `-${digits}` : digits;
  });
}

/** The names of classes in brackets, for ASCII, as git has them. */
const named: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[^ -~\u{80}-\u{10FFFF}]/u,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

interface ReadClass {
  readonly has: (char: string) => boolean;
  /** Where the glob goes on. */
  readonly next: number;
}

/** `[a-z]`, `[!a]`, `[^a]`, `[[:digit:]_]`; a bracket right at its start is a character. `undefined`: it is not closed. */
function readClass(chars: readonly string[], open: number): ReadClass | undefined {
  let at = open + 1;
  const isNegated = chars[at] === '!' || chars[at] === '^';
  if (isNegated) at += 1;
  const tests: ((char: string) => boolean)[] = [];
  for (let isFirst = true; isFirst || chars[at] !== ']'; isFirst = false) {
    if (at >= chars.length) return undefined;
    const name = /^\[:([a-z]+):\]/u.exec(chars.slice(at, at + 12).join(''))?.[1];
    if (name !== undefined) {
      const test = Object.hasOwn(named, name) ? named[name] : undefined;
      tests.push((char) => test?.test(char) === true);
      at += name.length + 4;
      continue;
    }
    const from = characterAt(chars, at);
    at = from.next;
    let to = from;
    if (chars[at] === '-' && at + 1 < chars.length && chars[at + 1] !== ']') {
      to = characterAt(chars, at + 1);
      at = to.next;
    }
    tests.push((char) => isBetween(from.char, char, to.char));
  }
  return { has: (char) => tests.some((test) => test(char)) !== isNegated, next: at + 1 };
}

function characterAt(chars: readonly string[], at: number): { readonly char: string; readonly next: number } {
  const isEscape = chars[at] === '\\' && at + 1 < chars.length;
  return { char: chars[isEscape ? at + 1 : at] ?? '', next: at + (isEscape ? 2 : 1) };
}

function isBetween(first: string, char: string, last: string): boolean {
  const code = (text: string) => text.codePointAt(0) ?? 0;
  return code(first) <= code(char) && code(char) <= code(last);
}
