import type { BrokenTable, Cell, Table } from '../table.ts';
import type { ReadCell } from './rst-grid-table.ts';

/** Reads a simple table: columns drawn by `=== ===` borders, a row for each line whose first column is filled. */
export function readSimpleTable(lines: readonly string[], readCell: ReadCell): Table | BrokenTable {
  const borders = lines.flatMap((line, at) => (/^=+(?:\s+=+)+$/u.test(line) ? [at] : []));
  const [first, second, third, ...more] = borders;
  if (first !== 0 || second === undefined) return { broken: 'a simple table without a closing border' };
  if (more.length > 0) return { broken: 'a simple table with too many borders' };
  const columns = columnsOf(lines[0] ?? '');
  const read = (from: number, to: number) => rowsOf(lines.slice(from, to), columns, readCell);
  if (third === undefined) return { header: [], rows: read(1, second) };
  return { header: read(1, second), rows: read(second + 1, third) };
}

interface Column {
  readonly start: number;
  readonly end: number;
}

function columnsOf(border: string): Column[] {
  const starts = [...border.matchAll(/=+/gu)].map((match) => match.index);
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? Number.POSITIVE_INFINITY }));
}

function rowsOf(lines: readonly string[], columns: readonly Column[], readCell: ReadCell): Cell[][] {
  const rows: string[][] = [];
  for (const line of lines) {
    // A line of hyphens parts rows or draws column spans; rows are told apart by their first column anyway.
    if (/^-+(?:\s+-+)*$/u.test(line)) continue;
    const startsRow = line.slice(columns[0]?.start, columns[0]?.end).trim() !== '';
    if (startsRow) rows.push([]);
    rows.at(-1)?.push(line);
  }
  return rows.map((row) =>
    columns.map(({ start, end }) => ({
      blocks: readCell(row.map((line) => line.slice(start, end).trimEnd())),
      spanned: false,
    })),
  );
}
