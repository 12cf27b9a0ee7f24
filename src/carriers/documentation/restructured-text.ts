import { type CarriedLine, carriedLines, linesOf } from '../carried-lines.ts';
import type { CodeBlock } from './code-block.ts';

/**
 * The code blocks of a page in reStructuredText: those of `.. code-block::` and its like, and what follows a paragraph that ends
 * in `::`, wherever they are indented, and in the cells of grid tables.
 */
export function restructuredTextBlocks(text: string): readonly CodeBlock[] {
  const lines = [...linesOf(text)];
  const blocks: CodeBlock[] = [];
  const borders = bordersBelow(lines);
  for (let at = 0; at < lines.length; at += 1) {
    let next = at;
    for (const cell of cellsOf(lines, at, borders[at] ?? at)) {
      const announced = announcedIn(cell.textAt(at));
      if (announced === undefined) continue;
      const { block, end } = blockBelow(cell, at, announced);
      if (block !== undefined) blocks.push(block);
      // What is in a cell says nothing of its neighbours.
      if (cell.isWhole) next = Math.max(next, end - 1);
    }
    at = next;
  }
  return blocks;
}

/** What of the lines belongs to one text: all of them, or the column of a table. */
interface Cell {
  readonly isWhole: boolean;
  /** The text of a line without its end; `undefined` behind the end of the cell. */
  readonly textAt: (line: number) => string | undefined;
  readonly lineAt: (line: number, indent: number) => CarriedLine;
}

/** The cells of a grid table that a line goes through; the whole line where it is not of a table. */
function cellsOf(lines: readonly CarriedLine[], at: number, border: number): readonly Cell[] {
  const line = lines[at]?.text ?? '';
  const isRow = line.length <= longestRow && border - at <= longestCell && /^\s*\|.*\|\s*$/.test(line);
  if (!isRow) return [wholeLines(lines)];
  const borders = [...line.matchAll(/\|/g)].map(({ index }) => index);
  return borders.slice(0, -1).flatMap((left, index) => {
    if (!/::|^\s*\.\. /.test(line.slice(left + 1))) return [];
    const right = rightBorder(lines, { at, border, left, bars: borders.slice(index + 1) });
    return right === undefined ? [] : [column(lines, left, right)];
  });
}

/** For each line the next one that is a border of a table; far away where there is none. */
function bordersBelow(lines: readonly CarriedLine[]): readonly number[] {
  const below: number[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (let at = lines.length - 1; at >= 0; at--) {
    below[at] = next;
    if (/^\s{0,99}\+[-=+]/.test(lines[at]?.text ?? '')) next = at;
  }
  return below;
}

/** Lines of a cell, and characters of a row, that are read. */
const longestCell = 500;
const longestRow = 2000;

/** The first bar behind a cell's text below which there are bars down to the border of the row. */
function rightBorder(
  lines: readonly CarriedLine[],
  cell: {
    readonly at: number;
    readonly border: number;
    readonly left: number;
    readonly bars: readonly number[];
  },
): number | undefined {
  const { at, border, left, bars } = cell;
  return bars.find((bar) => {
    for (let line = at + 1; line <= border; line++) {
      const text = lines[line]?.text ?? '';
      if (isCorner(text[left]) && isCorner(text[bar]) && /^[-=+]+$/.test(text.slice(left, bar + 1)))
        return true;
      if (text[left] !== '|' || !isCorner(text[bar])) return false;
    }
    return false;
  });
}

function isCorner(character: string | undefined): boolean {
  return character === '|' || character === '+';
}

function wholeLines(lines: readonly CarriedLine[]): Cell {
  return {
    isWhole: true,
    textAt: (line) => lines[line]?.text.replace(/[\r\n]+$/, ''),
    lineAt(line, indent) {
      const { place = 0, text = '' } = lines[line] ?? {};
      const from = Math.min(indent, text.replace(/[\r\n]+$/, '').length);
      return { place: place + from, text: text.slice(from) };
    },
  };
}

function column(lines: readonly CarriedLine[], left: number, right: number): Cell {
  const textAt = (line: number) => {
    const { text = '' } = lines[line] ?? {};
    return text[left] === '|' && text[right] === '|' ? text.slice(left + 1, right).trimEnd() : undefined;
  };
  return {
    isWhole: false,
    textAt,
    lineAt(line, indent) {
      const { place = 0 } = lines[line] ?? {};
      const text = textAt(line) ?? '';
      const from = Math.min(indent, text.length);
      // The line end belongs to the block as well, though the rest of the table's line is before it.
      return { place: place + left + 1 + from, text: `${text.slice(from)}\n` };
    },
  };
}

/** What begins a code block: how far what follows has to be indented at least, and in which language it is. */
interface Announced {
  readonly indent: number;
  readonly language: string;
  /** Options of a directive may follow right away. */
  readonly directive: boolean;
}

const marks = String.raw`(?:(?:[-*+•]|#\.|\(?(?:\d+|[a-zA-Z])[.)])\s+)*`;
const directive = new RegExp(
  String.raw`^(\s*${marks})\.\.\s+(?:code-block|code|sourcecode|parsed-literal|highlight-block)::(?:\s+(\S+))?\s*$`,
);
const paragraph = new RegExp(String.raw`^(\s*${marks})(?!\.\.(?:\s|$))`);

function announcedIn(line: string | undefined): Announced | undefined {
  if (line === undefined || !line.includes('::')) return undefined;
  const [, before, language = ''] = directive.exec(line) ?? [];
  if (before !== undefined)
    return { indent: before.length + 1, language: language.toLowerCase(), directive: true };
  const [, own] = (line.trimEnd().endsWith('::') && paragraph.exec(line)) || [];
  return own === undefined ? undefined : { indent: own.length + 1, language: '', directive: false };
}

/** The lines below that are blank or indented enough; without the blanks around them. */
function blockBelow(
  cell: Cell,
  at: number,
  { indent, language, directive: hasOptions }: Announced,
): { readonly block?: CodeBlock; readonly end: number } {
  let start = at + 1;
  const textAt = (line: number) => cell.textAt(line);
  while (hasOptions && /^\s+:[\w-]+:(?:\s|$)/.test(textAt(start) ?? '')) start += 1;
  // A paragraph goes on where no blank line follows.
  if (!hasOptions && textAt(start)?.trim() !== '') return { end: at + 1 };
  while (textAt(start)?.trim() === '') start += 1;
  let end = start;
  let last = start;
  let least = Number.POSITIVE_INFINITY;
  for (let text = textAt(end); text !== undefined; end += 1, text = textAt(end)) {
    if (text.trim() === '') continue;
    const own = text.length - text.trimStart().length;
    if (own < indent) break;
    least = Math.min(least, own);
    last = end + 1;
  }
  if (last === start) return { end: at + 1 };
  const carried: CarriedLine[] = [];
  for (let line = start; line < last; line++) carried.push(cell.lineAt(line, least));
  // An edit would move the borders of the table.
  const content = { ...carriedLines(carried), verbatim: cell.isWhole };
  return { block: { content, language }, end: last };
}
