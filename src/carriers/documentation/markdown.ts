import type { CarriedText } from '../carried-document.ts';
import { type CarriedLine, carriedLines, linesOf, partOfText, replacedText } from '../carried-lines.ts';
import type { CodeBlock } from './code-block.ts';
import { preformattedBlocks } from './preformatted.ts';

/**
 * The code blocks of a page in Markdown, in the order of the text: fenced and indented ones, in lists and quotes too, `<pre>` in
 * HTML, and objects in backticks, which is all that a cell of a table can hold. A reader of our own, line by line: what those for
 * all of Markdown make of hostile texts takes minutes. What is code to some of them is code here.
 */
export function markdownBlocks(text: string): readonly CodeBlock[] {
  const html = preformattedBlocks(text);
  const scanner = new Scanner([...linesOf(withoutSpans(text, html))]);
  return [...html, ...scanner.blocks()].sort((a, b) => a.content.placeOf(0) - b.content.placeOf(0));
}

/** Blanks for what is read as HTML. */
function withoutSpans(text: string, blocks: readonly CodeBlock[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { content } of blocks) {
    const [start, end] = [content.placeOf(0), content.placeOf(content.text.length)];
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** What opens a fenced block. */
interface Fence {
  readonly mark: string;
  /** Of its first mark, in columns behind the marks of quotes. */
  readonly indent: number;
  /** How many quotes it is in. */
  readonly quotes: number;
  readonly language: string;
}

class Scanner {
  readonly #lines: readonly CarriedLine[];
  #at = 0;

  constructor(lines: readonly CarriedLine[]) {
    this.#lines = lines;
  }

  *blocks(): Generator<CodeBlock> {
    let isAfterBlank = true;
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at];
      if (line === undefined) return;
      const fence = fenceOf(line.text);
      const { rest } = withoutQuotes(line, Number.POSITIVE_INFINITY);
      if (fence !== undefined) yield* this.#fenced(fence);
      else if (line.text.includes('<!--')) this.#skipComment(line.text);
      else if (isAfterBlank && columnsBefore(rest.text) >= codeIndent && rest.text.trim() !== '')
        yield* this.#indented();
      else yield* inlineBlocks(line);
      isAfterBlank = fence === undefined && rest.text.trim() === '';
    }
  }

  /** Up to the fence that closes it, or the end of the quote that it is in. */
  *#fenced(fence: Fence): Generator<CodeBlock> {
    const own: CarriedLine[] = [];
    const closing = new RegExp(`^[ \\t]*${fence.mark[0]}{${fence.mark.length},}[ \\t]*$`);
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at];
      if (line === undefined) break;
      const { rest, count } = withoutQuotes(line, fence.quotes);
      if (count < fence.quotes) {
        this.#at -= 1;
        break;
      }
      if (closing.test(withoutEnd(rest.text))) break;
      own.push(dedented(rest, fence.indent));
    }
    if (own.length > 0) yield { content: withoutLastEnd(carriedLines(own)), language: fence.language };
  }

  /** The lines that are indented as far as code is, and the blank ones between them. */
  *#indented(): Generator<CodeBlock> {
    const own: CarriedLine[] = [];
    let least = Number.POSITIVE_INFINITY;
    let filled = 0;
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at];
      if (line === undefined || fenceOf(line.text) !== undefined) break;
      const { rest } = withoutQuotes(line, Number.POSITIVE_INFINITY);
      const isBlank = rest.text.trim() === '';
      if (!isBlank && columnsBefore(rest.text) < codeIndent) break;
      own.push(rest);
      if (isBlank) continue;
      least = Math.min(least, columnsBefore(rest.text));
      filled = own.length;
    }
    this.#at -= 1;
    const lines = own.slice(0, filled).map((line) => dedented(line, least));
    yield { content: withoutLastEnd(carriedLines(lines)), language: '' };
  }

  #skipComment(first: string): void {
    if (first.indexOf('-->', first.lastIndexOf('<!--')) >= 0) return;
    while (this.#at < this.#lines.length - 1 && !this.#lines[this.#at]?.text.includes('-->')) this.#at += 1;
  }
}

/** Columns that code is indented by at least. */
const codeIndent = 4;

/** What may be before a fence: indentation, the marks of quotes and of list items. */
const opening = /^((?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*)(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

function fenceOf(line: string): Fence | undefined {
  if (!line.includes('```') && !line.includes('~~~')) return undefined;
  const [, before = '', mark, info = ''] = opening.exec(withoutEnd(line)) ?? [];
  if (mark === undefined) return undefined;
  const quotes = before.split('>').length - 1;
  const indent = columnsOf(before.slice(before.lastIndexOf('>') + 1).replace(/^ /, quotes > 0 ? '' : ' '));
  return { mark, indent, quotes, language: languageOf(info) };
}

/** `json`; also of `{code-block} json`, `{.json #id}` and `json title="x"`. */
function languageOf(info: string): string {
  const [, name = ''] = /^\s*(?:\{[\w-]+\}\s*)?\{?[\s.]*([\w+#-]*)/.exec(info) ?? [];
  return name.toLowerCase();
}

/** A line behind the marks of so many quotes, as far as it has them. */
function withoutQuotes(
  { place, text }: CarriedLine,
  most: number,
): { readonly rest: CarriedLine; readonly count: number } {
  let at = 0;
  let count = 0;
  for (; count < most; count++) {
    const mark = quoteMark.exec(text.slice(at, at + longestMark))?.[0];
    if (mark === undefined) break;
    at += mark.length;
  }
  return { rest: { place: place + at, text: text.slice(at) }, count };
}

const quoteMark = /^[ \t]*> ?/;
const longestMark = 40;

/** A line without its first columns, as far as they are blank. */
function dedented({ place, text }: CarriedLine, columns: number): CarriedLine {
  let at = 0;
  for (let column = 0; column < columns && (text[at] === ' ' || text[at] === '\t'); at += 1)
    column = text[at] === '\t' ? column + tab - (column % tab) : column + 1;
  return { place: place + at, text: text.slice(at) };
}

const tab = 4;

function columnsBefore(text: string): number {
  return columnsOf(/^[ \t]*/.exec(text)?.[0] ?? '');
}

function columnsOf(text: string): number {
  let column = 0;
  for (const character of text) column = character === '\t' ? column + tab - (column % tab) : column + 1;
  return column;
}

function withoutEnd(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

function withoutLastEnd(content: CarriedText): CarriedText {
  return partOfText(content, 0, content.text.length - (/\r?\n$|\r$/.exec(content.text)?.[0].length ?? 0));
}

/** Objects in backticks. */
function* inlineBlocks({ place, text }: CarriedLine): Generator<CodeBlock> {
  if (!text.includes('{') || !text.includes('`')) return;
  const runs = [...text.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({ index, length }));
  /** Where the next run of each length is, seen from the end. */
  const next = new Map<number, number>();
  const closing = runs.map(() => -1);
  for (let at = runs.length - 1; at >= 0; at--) {
    const { length = 0 } = runs[at] ?? {};
    closing[at] = next.get(length) ?? -1;
    next.set(length, at);
  }
  for (let at = 0; at < runs.length; at++) {
    const [open, close] = [runs[at], runs[closing[at] ?? -1]];
    if (open === undefined || close === undefined) continue;
    const start = open.index + open.length;
    const inner = text.slice(start, close.index);
    at = closing[at] ?? at;
    if (!/^\s*[{[]/.test(inner)) continue;
    const content = carriedLines([{ place: place + start, text: inner }]);
    // In a table, a bar is written behind a backslash.
    const bars = [...inner.matchAll(/\\\|/g)].map(({ index }) => ({ offset: index, length: 2, text: '|' }));
    yield { content: replacedText(content, bars), language: '' };
  }
}
