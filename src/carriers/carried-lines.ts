import type { CarriedText } from './carried-document.ts';

/** What of a line belongs to a document, with its line end, and where it begins in the file. */
export interface CarriedLine {
  readonly place: number;
  readonly text: string;
}

/** A document that lies in the file line by line: behind an indentation, or between the borders of a table. */
export function carriedLines(lines: readonly CarriedLine[]): CarriedText {
  const starts: number[] = [];
  let text = '';
  for (const line of lines) {
    starts.push(text.length);
    text += line.text;
  }
  return {
    kind: 'text',
    text,
    verbatim: true,
    placeOf(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return (lines[low]?.place ?? 0) + offset - (starts[low] ?? 0);
    },
  };
}

/** The lines of a text with their line ends. */
export function* linesOf(text: string): Generator<CarriedLine> {
  let place = 0;
  for (const { 0: line } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    if (line === '' && place >= text.length) return;
    yield { place, text: line };
    place += line.length;
  }
}

/** A part of a carried text. */
export function partOfText(content: CarriedText, start: number, end: number): CarriedText {
  return {
    ...content,
    text: content.text.slice(start, end),
    placeOf: (offset) => content.placeOf(start + offset),
  };
}

/** Pieces of a text that stand for other texts: `&quot;`, `<br>`, an escape. */
export interface Replacement {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * A text with some of its pieces as what they stand for. Every character of such a text has the place of the piece.
 * @param replacements in the order of the text
 */
export function replacedText(content: CarriedText, replacements: readonly Replacement[]): CarriedText {
  if (replacements.length === 0) return content;
  let text = '';
  /** Where runs of the new text begin, and where they come from; `fixed`: all of it from there. */
  const runs: { readonly start: number; readonly from: number; readonly fixed: boolean }[] = [];
  let at = 0;
  for (const { offset, length, text: replacement } of replacements) {
    runs.push({ start: text.length, from: at, fixed: false });
    text += content.text.slice(at, offset);
    if (replacement !== '') runs.push({ start: text.length, from: offset, fixed: true });
    text += replacement;
    at = offset + length;
  }
  runs.push({ start: text.length, from: at, fixed: false });
  text += content.text.slice(at);
  return {
    kind: 'text',
    text,
    verbatim: false,
    placeOf(offset) {
      let low = 0;
      let high = runs.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((runs[middle]?.start ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const { start, from, fixed } = runs[low] ?? { start: 0, from: 0, fixed: false };
      return content.placeOf(fixed ? from : from + offset - start);
    },
  };
}
