import type { Table as MarkdownTable, TableCell } from 'mdast';
import type { Block, Cell, Table } from '../table.ts';
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
  return { blocks: blocksOf(text), spanned: false };
}

/** A cell holds no blocks in Markdown, so a line that begins with a dash is a list item, and the lines after it stand below. */
function blocksOf(text: string): readonly Block[] {
  if (text === '') return [];
  const [before = '', ...items] = text.split(/^- (?=\S)/mu);
  const paragraph = (lines: string, depth: number): readonly Block[] =>
    lines.trim() === '' ? [] : [{ kind: 'paragraph', depth, text: lines.trim() }];
  return [
    ...paragraph(before, 0),
    ...items.flatMap((item): readonly Block[] => {
      const [first = '', ...below] = item.split('\n');
      return [{ kind: 'item', depth: 1, text: first.trim() }, ...paragraph(below.join('\n'), 1)];
    }),
  ];
}
