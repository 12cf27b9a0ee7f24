import type { Block, BrokenTable, Cell, Row, Table } from '../table.ts';

/** Reads the lines of a cell. */
export type ReadCell = (lines: readonly string[]) => readonly Block[];

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * Reads a grid table: `+---+` borders, a `+===+` border under the header, cells that span rows or columns.
 * Follows each cell's border around from its top left corner.
 */
export function readGridTable(source: readonly string[], readCell: ReadCell): Table | BrokenTable {
  const lines = source.map((line) => widened(line.trimEnd()));
  const width = Math.max(...lines.map((line) => line.length));
  const uneven = lines.findIndex((line) => line.length !== width);
  if (uneven >= 0) return { broken: `line ${uneven + 1} of a grid table is not as wide as the others` };
  const headerEnds = lines.flatMap((line, at) => (/^\+(?:=+\+)+$/u.test(line) ? [at] : []));
  if (headerEnds.length > 1) return { broken: 'a grid table with two header borders' };
  const grid = lines.map((line, at) => (at === headerEnds[0] ? line.replaceAll('=', '-') : line));

  const boxes = boxesOf(grid);
  if (boxes === undefined) return { broken: 'a grid table with an open border' };
  const tops = positions(boxes.map((box) => box.top));
  const lefts = positions(boxes.map((box) => box.left));
  const rowAt = new Map(tops.map((top, row) => [top, row]));
  const columnAt = new Map(lefts.map((left, column) => [left, column]));
  const cells: (Cell | undefined)[][] = tops.map(() => lefts.map(() => undefined));
  for (const box of boxes) {
    const content = grid
      .slice(box.top + 1, box.bottom)
      .map((line) => narrowed(line.slice(box.left + 1, box.right)));
    const blocks = readCell(dedented(content));
    const [firstRow, firstColumn] = [rowAt.get(box.top) ?? 0, columnAt.get(box.left) ?? 0];
    for (let row = firstRow; (tops[row] ?? box.bottom) < box.bottom; row += 1) {
      for (let column = firstColumn; (lefts[column] ?? box.right) < box.right; column += 1) {
        const cellsOfRow = cells[row];
        if (cellsOfRow) cellsOfRow[column] = { blocks, spanned: row > firstRow || column > firstColumn };
      }
    }
  }
  const rows: Row[] = [];
  for (const row of cells) {
    const full = row.filter((cell) => cell !== undefined);
    if (full.length !== lefts.length) return { broken: 'a grid table with a gap between its cells' };
    rows.push(full);
  }
  const headerRows = tops.filter((top) => top < (headerEnds[0] ?? 0)).length;
  return { header: rows.slice(0, headerRows), rows: rows.slice(headerRows) };
}

function boxesOf(grid: readonly string[]): Box[] | undefined {
  const boxes: Box[] = [];
  const bottom = grid.length - 1;
  const right = (grid[0]?.length ?? 0) - 1;
  for (let top = 0; top < bottom; top += 1) {
    const line = grid[top] ?? '';
    for (let left = line.indexOf('+'); left >= 0 && left < right; left = line.indexOf('+', left + 1)) {
      if (!startsBox(grid, top, left)) continue;
      const box = boxFrom(grid, top, left);
      if (box === undefined) return undefined;
      boxes.push(box);
    }
  }
  return boxes.length === 0 ? undefined : boxes;
}

/** Whether a corner is a top left one: the border goes on to the right and downwards. */
function startsBox(grid: readonly string[], top: number, left: number): boolean {
  return isHorizontal(grid[top]?.[left + 1]) && isVertical(grid[top + 1]?.[left]);
}

function boxFrom(grid: readonly string[], top: number, left: number): Box | undefined {
  for (let right = left + 1; isHorizontal(grid[top]?.[right]); right += 1) {
    if (grid[top]?.[right] !== '+' || !isVertical(grid[top + 1]?.[right])) continue;
    for (
      let bottom = top + 1;
      isVertical(grid[bottom]?.[left]) && isVertical(grid[bottom]?.[right]);
      bottom += 1
    ) {
      if (grid[bottom]?.[left] !== '+' || grid[bottom]?.[right] !== '+') continue;
      const border = grid[bottom]?.slice(left, right + 1) ?? '';
      if (/^\+[-+]*\+$/u.test(border)) return { top, left, bottom, right };
    }
  }
  return undefined;
}

function isHorizontal(character: string | undefined): boolean {
  return character === '-' || character === '+';
}

function isVertical(character: string | undefined): boolean {
  return character === '|' || character === '+';
}

function positions(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other);
}

/** Text stands one blank away from the border; the rest of the indentation is the cell's own. */
function dedented(lines: readonly string[]): string[] {
  const trimmed = lines.map((line) => line.trimEnd());
  while (trimmed.length > 1 && trimmed.at(-1) === '') trimmed.pop();
  const [only = ''] = trimmed;
  if (trimmed.length === 1) return [only.trimStart()];
  const indents = trimmed.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return trimmed.map((line) => line.slice(common));
}

/** Wide characters take two columns of the drawing; a filler makes offsets equal columns. */
function widened(line: string): string {
  if (!/[^\x20-\x7e]/u.test(line)) return line;
  return line.replaceAll(
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff01-\uff60]/gu,
    '$&\uE002',
  );
}

function narrowed(line: string): string {
  return line.includes('\uE002') ? line.replaceAll('\uE002', '') : line;
}
