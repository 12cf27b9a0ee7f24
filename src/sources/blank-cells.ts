import type { Row } from './table.ts';
import type { ColumnRole } from './vocabulary.ts';

export const blankRepair = 'blank cell read as the one above';

/** A row, and whether blank cells of it were filled from above. */
interface FilledRow {
  readonly row: Row;
  readonly filled: boolean;
}

/** Columns whose cells pages merge with the ones above. */
const merged: readonly ColumnRole[] = ['title', 'action'];

/**
 * Some pages lost their merged cells: what was merged with the cell above is drawn as a blank cell. It shows in the
 * column that groups the rows: where that is blank, another blank cell means "as above" too.
 */
export function fillBlankCells(rows: readonly Row[], roles: ReadonlyMap<ColumnRole, number>): FilledRow[] {
  let above: Row | undefined;
  return rows.map((row) => {
    const grouping = row.filter((_cell, column) => ![...roles.values()].includes(column));
    const isMerged = grouping.some(({ blocks }) => blocks.length === 0);
    const blank = merged.flatMap((role) => {
      const column = roles.get(role);
      return column !== undefined && row[column]?.blocks.length === 0 ? [column] : [];
    });
    const fillable = above !== undefined && isMerged && blank.length > 0;
    const full = fillable
      ? row.map((cell, column) => (blank.includes(column) ? (above?.[column] ?? cell) : cell))
      : row;
    above = full;
    return { row: full, filled: fillable };
  });
}
