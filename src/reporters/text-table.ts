import type { Colours } from './colours.ts';
import { terminalText } from './terminal-text.ts';
import { terminalWidth } from './terminal-width.ts';

/** A column of a table: its heading, and the side that its cells stand on. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** Lays out rows of cells below bold headings; cells are made safe for a terminal. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  colours: Colours,
): string {
  const safe = rows.map((row) => row.map(terminalText));
  const widths = columns.map(({ heading }, index) =>
    Math.max(terminalWidth(heading), ...safe.map((row) => terminalWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? '';
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - terminalWidth(cell)));
        return align === 'left' ? `${cell}${padding}` : `${padding}${cell}`;
      })
      .join('  ')
      .trimEnd();
  const headings = line(columns.map(({ heading }) => heading));
  return [colours.bold(headings), ...safe.map(line)].map((text) => `${text}\n`).join('');
}
