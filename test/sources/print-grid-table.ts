/** Draws a grid table from cell texts; the first row is the header. */
export function printGridTable(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((text) => text.split('\n')));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(1, ...cells.flatMap((row) => (row[column] ?? []).map((line) => line.length))),
  );
  const border = (mark: string) => `+${widths.map((width) => mark.repeat(width + 2)).join('+')}+`;
  const lines = [border('-')];
  for (const [index, row] of cells.entries()) {
    const height = Math.max(...row.map((cell) => cell.length));
    for (let at = 0; at < height; at += 1) {
      lines.push(
        `|${row.map((cell, column) => ` ${(cell[at] ?? '').padEnd(widths[column] ?? 0)} `).join('|')}|`,
      );
    }
    lines.push(border(index === 0 ? '=' : '-'));
  }
  return lines;
}
