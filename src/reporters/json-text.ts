/**
 * A value as JSON that is safe to show: control, format and separator characters, harmless to JSON and not to a
 * terminal or to what reads it line by line, are written as `\u` escapes, and so is what build servers take for commands
 * (`##[…]`, `##vso[…]`). It is the same value to every reader.
 */
export function jsonText(value: unknown, indent?: number): string {
  // All of these are in strings. Those below U+0020, and lone surrogates, JSON.stringify has escaped.
  return JSON.stringify(value, null, indent)
    .replace(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
    .replace(/##(?=\w{0,20}\[)/g, '#\\u0023');
}

/** A list that is written as a JSON array without ever being held as a whole: each element is made when it is written. */
export class LazyList<T> {
  readonly list: Iterable<T>;
  readonly map: (one: T) => unknown;

  constructor(list: Iterable<T>, map: (one: T) => unknown = (one) => one) {
    this.list = list;
    this.map = map;
  }

  *[Symbol.iterator](): Generator<unknown> {
    for (const one of this.list) yield this.map(one);
  }
}

/**
 * The text of {@link jsonText} with an indent of 2 and a line break at the end, in pieces. Where the value holds a
 * {@link LazyList}, directly or in objects and short arrays, a piece is an element of it, so that the text may be longer
 * than the platform's strings.
 */
export function* jsonLines(value: unknown): Generator<string> {
  yield* jsonPieces(value, '');
  yield '\n';
}

function* jsonPieces(value: unknown, pad: string): Generator<string> {
  if (value instanceof LazyList) yield* bracketed('[]', value, (one) => jsonPieces(one, `${pad}  `), pad);
  else if (!holdsLazily(value)) yield jsonText(value, 2).replaceAll('\n', `\n${pad}`);
  else if (Array.isArray(value)) yield* bracketed('[]', value, (one) => jsonPieces(one, `${pad}  `), pad);
  else yield* bracketed('{}', Object.entries(value), (member) => memberPieces(member, `${pad}  `), pad);
}

function* memberPieces([name, value]: readonly [string, unknown], pad: string): Generator<string> {
  yield `${jsonText(name)}: `;
  yield* jsonPieces(value, pad);
}

function* bracketed<T>(
  brackets: string,
  items: Iterable<T>,
  piecesOf: (item: T) => Iterable<string>,
  pad: string,
): Generator<string> {
  yield brackets.charAt(0);
  let separator = '';
  for (const item of items) {
    yield `${separator}\n${pad}  `;
    yield* piecesOf(item);
    separator = ',';
  }
  yield separator === '' ? brackets.charAt(1) : `\n${pad}${brackets.charAt(1)}`;
}

/** Arrays of more elements are no frame around a list. */
const longestFrame = 4;

function holdsLazily(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  if (Array.isArray(value) && inside.length > longestFrame) return false;
  return inside.some((one) => one instanceof LazyList || holdsLazily(one));
}

function escaped(char: string): string {
  return Array.from(
    { length: char.length },
    (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
