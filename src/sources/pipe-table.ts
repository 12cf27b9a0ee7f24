import { markdownText } from './markdown-inline.ts';
import type { Cell, Table } from './table.ts';

/** Whether a line parts the header of a pipe table from its rows: `|--|:-:|`. */
export function isDelimiterRow(line: string): boolean {
  return (
    line.includes('-') && /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/u.test(line) && line.includes('|')
  );
}

/** Reads the lines of a pipe table: its header, the delimiter row, its rows. */
export function readPipeTable(lines: readonly string[]): Table {
  const [first = '', , ...rest] = lines;
  const header = cellsOf(first).map(readCell);
  return {
    header: [header],
    // GFM itself lets rows be shorter than the header; the cells that are missing are empty, those too many are cut.
    rows: rest.map((line) => {
      const cells = cellsOf(line);
      return header.map((_, column) => readCell(cells[column] ?? ''));
    }),
  };
}

/** Parts a line at its pipes; an escaped pipe is text. */
function cellsOf(line: string): string[] {
  const cells = line
    .trim()
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells;
}

const emptyCell: Cell = { blocks: [], spanned: false };

function readCell(source: string): Cell {
  const text = markdownText(source)
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim())
    .join('\n')
    .trim();
  return text === '' ? emptyCell : { blocks: [{ kind: 'paragraph', depth: 0, text }], spanned: false };
}
