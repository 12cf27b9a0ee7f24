/**
 * Writes plain data as YAML, in the few forms that the data files use: maps and lists in blocks, small facts in braces
 * on one line. It is much faster than a general library, which reads what it writes (a test makes sure).
 */

type Scalar = string | number | boolean | null;
export type Plain = Scalar | readonly Plain[] | { readonly [member: string]: Plain | undefined };

/** Most characters of a list or map on one line. */
const longestLine = 160;

/** The lines of a value at a level of indentation, without the first line's indentation. */
export function yamlLines(value: Plain, indent: number): string {
  const short = oneLine(value);
  if (short !== undefined) return short;
  if (isList(value)) return listLines(value, indent);
  return mapLines(value as PlainMap, indent);
}

/** The members of a map in a block, one below the other; the first line is not indented. */
export function mapLines(map: PlainMap, indent: number): string {
  const margin = `\n${' '.repeat(indent)}`;
  return membersOf(map)
    .map(([name, value]) => `${name}:${memberText(value, indent)}`)
    .join(margin);
}

export interface PlainMap {
  readonly [member: string]: Plain | undefined;
}

function memberText(value: Plain, indent: number): string {
  const short = oneLine(value);
  if (short !== undefined) return ` ${short}`;
  const margin = `\n${' '.repeat(indent + 2)}`;
  return `${margin}${isList(value) ? listLines(value, indent + 2) : mapLines(value as PlainMap, indent + 2)}`;
}

function listLines(list: readonly Plain[], indent: number): string {
  const margin = `\n${' '.repeat(indent)}`;
  return list.map((item) => `- ${itemText(item, indent)}`).join(margin);
}

function itemText(item: Plain, indent: number): string {
  if (isMap(item) && !isSmall(item)) return mapLines(item, indent + 2);
  return yamlLines(item, indent + 2);
}

/** The value on one line, if it is a scalar, a list of scalars, or a small map of scalars. */
function oneLine(value: Plain): string | undefined {
  if (isScalar(value)) return scalar(value, false);
  if (isList(value)) {
    if (!value.every(isScalar)) return undefined;
    if (value.length === 0) return '[]';
    const text = `[${value.map((item) => scalar(item, true)).join(', ')}]`;
    return text.length <= longestLine ? text : undefined;
  }
  return isMap(value) && isSmall(value) ? inBraces(value) : undefined;
}

/** Small facts go on one line each, so that a change is one line of a diff. */
function isSmall(map: PlainMap): boolean {
  const members = membersOf(map);
  return members.length <= 4 && members.every(([, value]) => isScalar(value));
}

function inBraces(map: PlainMap): string {
  const members = membersOf(map).map(([name, value]) => `${name}: ${scalar(value as Scalar, true)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function membersOf(map: PlainMap): [string, Plain][] {
  const members: [string, Plain][] = [];
  for (const name of Object.keys(map)) {
    const value = map[name];
    if (value !== undefined) members.push([name, value]);
  }
  return members;
}

function isScalar(value: Plain): value is Scalar {
  return value === null || typeof value !== 'object';
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isMap(value: Plain): value is PlainMap {
  return !isScalar(value) && !isList(value);
}

/** Starts like a word or a path, holds nothing that YAML gives a meaning to. */
const plainText = /^[\p{L}/_][^:#,[\]{}"'`&*!|>%@\\\p{C}\p{Z}]*(?:[: ][^:#,[\]{}"'`&*!|>%@\\\p{C}\p{Z}]+)*$/u;
/** The same, where brackets and commas mean nothing: outside of braces. */
const plainBlockText = /^[\p{L}/_][^:#"`\\\p{C}\p{Z}]*(?:[: ][^:#"`\\\p{C}\p{Z}]+)*$/u;
/** Words that are no texts in one version of YAML or another. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

/** The plainest and most frequent texts: names, actions, paths without placeholders. */
const simpleText = /^[A-Za-z/_][\w./-]*(?::[\w./-]+)*$/;

/** A scalar, quoted where it would be read as something else. */
export function scalar(value: Scalar, inFlow: boolean): string {
  if (typeof value !== 'string') return String(value);
  if (simpleText.test(value) && !reserved.test(value)) return value;
  const plain = (inFlow ? plainText : plainBlockText).test(value) && !reserved.test(value);
  if (plain || isoDate.test(value)) return value;
  return JSON.stringify(value).replace(unsafe, escaped);
}

const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** What JSON leaves as it is, but YAML does not allow or takes for a line break. */
const unsafe = /[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/gu;

function escaped(char: string): string {
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
