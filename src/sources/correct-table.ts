import type { Block, Cell, Row, Table } from './table.ts';
import type { PageCorrection } from './vocabulary.ts';

/** A table as corrected, and what was corrected. */
interface CorrectedTable {
  readonly table: Table;
  /** Repairs of each row, by its number; those of the header, number 0, concern every row. */
  readonly repairs: ReadonlyMap<number, readonly string[]>;
  /** Corrections that do not fit the table (any more), in words. */
  readonly problems: readonly string[];
}

const nothing: ReadonlyMap<number, readonly string[]> = new Map();

/** Applies the corrections of one table: each replaces what one cell prints. */
export function correctTable(table: Table, corrections: readonly PageCorrection[]): CorrectedTable {
  if (corrections.length === 0) return { table, repairs: nothing, problems: [] };
  let { header, rows } = table;
  const repairs = new Map<number, string[]>();
  const problems: string[] = [];
  for (const correction of corrections) {
    const isHeader = correction.row === 0;
    const corrected = correctRow(isHeader ? header[0] : rows[correction.row - 1], correction);
    if (corrected === undefined) {
      problems.push(`the correction of \`${correction.printed}\` in row ${correction.row} fits no cell`);
      continue;
    }
    if (isHeader) header = header.with(0, corrected);
    else rows = rows.with(correction.row - 1, corrected);
    repairs.set(correction.row, [...(repairs.get(correction.row) ?? []), `corrected: ${correction.reason}`]);
  }
  return { table: { header, rows }, repairs, problems };
}

function correctRow(row: Row | undefined, { column, printed, read }: PageCorrection): Row | undefined {
  const cell = row?.[column - 1];
  if (row === undefined || cell === undefined) return undefined;
  const corrected = correctCell(cell, printed, read);
  return corrected === undefined ? undefined : row.with(column - 1, corrected);
}

/** `undefined`: the cell does not print those words. */
function correctCell(cell: Cell, printed: string, read: string): Cell | undefined {
  let found = false;
  const correctBlock = (block: Block): Block => {
    if (block.kind === 'note') return { ...block, blocks: block.blocks.map(correctBlock) };
    if (found || !block.text.includes(printed)) return block;
    found = true;
    return { ...block, text: block.text.replace(printed, () => read) };
  };
  const blocks = cell.blocks.map(correctBlock);
  return found ? { ...cell, blocks } : undefined;
}
