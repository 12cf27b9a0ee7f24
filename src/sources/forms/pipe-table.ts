import type { Table as MarkdownTable, TableCell } from 'mdast';
import type { Cell, Table } from '../table.ts';
import { markdownText } from './markdown-text.ts';

/** Reads a pipe table. Rows may be shorter than the header: missing cells are empty, those too many are cut. */
export function readPipeTable({ children: [first, ...rest] }: MarkdownTable): Table {
  const header = (first?.children ?? []).map(readCell);
  const rows = rest.map(({ children }) => header.map((_, column) => readCell(children[column])));
  return { header: [header], rows };
}

function readCell(cell: TableCell | undefined): Cell {
  const text = (cell === undefined ? '' : markdownText(cell))
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim())
    .join('\n')
    .trim();
  return { blocks: text === '' ? [] : [{ kind: 'paragraph', depth: 0, text }], spanned: false };
}
