import { withHolesShown } from '../model/hole.ts';
import type { DocumentPath, Span, SpanFinder } from '../model/policy.ts';
import type { Region } from '../model/position.ts';
import { follow, type JsonNode } from './json-node.ts';
import { readJson } from './json-reader.ts';
import { lineStarts } from './line-starts.ts';

/** A place in a document: what a path leads to, or a span of the text. */
type Place = DocumentPath | Span;

/** What of a path's end is meant: the value, or the name of the member that holds it. */
type Target = 'value' | 'member';

/** Finds places in one text. The text is read when the first place is asked for, and only once. */
export interface Locator {
  /** For a path that does not exist: the place of its nearest existing ancestor. */
  regionOf(place: Place, target?: Target): Region;
  spanOf(place: Place, target?: Target): Span;
}

/**
 * Prepares to find places in a text.
 * @param finder finds what paths lead to in a text that is not JSON
 */
export function createLocator(text: string, finder?: SpanFinder): Locator {
  let root: JsonNode | undefined;
  let starts: readonly number[] | undefined;
  const spanOf = (place: Place, target: Target = 'value'): Span => {
    if (isSpan(place)) return place;
    if (finder !== undefined) return finder(place, target);
    root ??= readJson(text).root;
    const { value, member } = follow(root, place);
    return target === 'member' && member !== undefined ? member.nameSpan : value;
  };
  return {
    spanOf,
    regionOf(place, target) {
      starts ??= lineStarts(text);
      const { offset, length } = spanOf(place, target);
      const start = positionAt(starts, offset);
      const end = positionAt(starts, offset + length);
      return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    },
  };
}

function isSpan(place: Place): place is Span {
  return 'offset' in place;
}

/** A path as RFC 6901 JSON pointer. */
export function pointerOf(path: DocumentPath): string {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return withHolesShown(pointer);
}

/** The way back from lines and columns: prepares to find regions of one text. */
export function createSpans(text: string): (region: Region) => Span {
  const starts = lineStarts(text);
  const offsetOf = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1;
  return ({ line, column, endLine, endColumn }) => {
    const offset = offsetOf(line, column);
    return { offset, length: offsetOf(endLine, endColumn) - offset };
  };
}

function positionAt(
  starts: readonly number[],
  offset: number,
): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
