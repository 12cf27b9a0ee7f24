/**
 * The one table type that every documentation form is read into. A table knows nothing of permissions:
 * cells keep their paragraphs, list nesting and notes, because the meaning of a cell depends on them.
 */

/** A piece of a cell. `depth` counts the list items around it: 0 outside every list. */
export type Block =
  | { readonly kind: 'paragraph'; readonly depth: number; readonly text: string }
  /** The first paragraph of a list item. */
  | { readonly kind: 'item'; readonly depth: number; readonly text: string }
  | { readonly kind: 'note'; readonly depth: number; readonly blocks: readonly Block[] };

export interface Cell {
  readonly blocks: readonly Block[];
  /** The position is covered by a cell that begins in a row above or a column to the left. */
  readonly spanned: boolean;
}

export type Row = readonly Cell[];

export interface Table {
  /** Header rows; none where the page marks none. */
  readonly header: readonly Row[];
  readonly rows: readonly Row[];
}

/** A table that its parser cannot read, with the reason in words. */
export interface BrokenTable {
  readonly broken: string;
}

export function isBroken(table: Table | BrokenTable): table is BrokenTable {
  return 'broken' in table;
}

/** The texts of blocks outside notes, one for each paragraph and for each line that the page breaks by hand. */
export function linesOf(blocks: readonly Block[]): string[] {
  const [only] = blocks;
  if (only === undefined) return [];
  if (blocks.length === 1 && only.kind !== 'note' && !only.text.includes('\n')) {
    const line = only.text.trim();
    return line === '' ? [] : [line];
  }
  return blocks
    .flatMap((block) => (block.kind === 'note' ? [] : block.text.split('\n')))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The notes of a cell, each as its own blocks. */
export function notesOf(blocks: readonly Block[]): (readonly Block[])[] {
  return blocks.flatMap((block) => (block.kind === 'note' ? [block.blocks] : []));
}

const wide = String.raw`[\p{sc=Han}，。、；：（）]`;
const wideJoint = new RegExp(`(?<=${wide})\n(?=${wide})`, 'gu');

/** Joins lines into one: where a line breaks inside Chinese text it runs on, everywhere else a blank parts them. */
export function joinLines(lines: readonly string[]): string {
  const [only = '', second] = lines;
  if (second === undefined && !/[\s]{2}|[^\S ]/u.test(only)) return only.trim();
  const trimmed = lines.flatMap((line) => line.split('\n')).map((line) => line.trim());
  const text = trimmed.join('\n');
  const joined = /[^\s\x20-\x7e]/u.test(text) ? text.replaceAll(wideJoint, '') : text;
  return joined.replaceAll(/\s+/gu, ' ').trim();
}

/** Lays cells with spans out as full rows. `place` gives for every row its cells in order. */
export function spreadSpans(
  rows: readonly (readonly { blocks: readonly Block[]; rowSpan: number; columnSpan: number }[])[],
): Row[] {
  const grid: Cell[][] = rows.map(() => []);
  for (const [top, cells] of rows.entries()) {
    let column = 0;
    for (const cell of cells) {
      while (grid[top]?.[column] !== undefined) column += 1;
      for (let row = top; row < Math.min(top + cell.rowSpan, rows.length); row += 1) {
        for (let offset = 0; offset < cell.columnSpan; offset += 1) {
          const covered = grid[row];
          if (covered) {
            covered[column + offset] = { blocks: cell.blocks, spanned: row > top || offset > 0 };
          }
        }
      }
      column += cell.columnSpan;
    }
  }
  return grid.map((row) => Array.from(row, (cell) => cell ?? { blocks: [], spanned: false }));
}
