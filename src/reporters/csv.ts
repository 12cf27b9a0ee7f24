import { terminalText } from './terminal-text.ts';

/** Rows as CSV (RFC 4180): quoted where needed, lines end with CR LF. */
export function csvTable(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * One cell. Spreadsheets run a cell that begins like a formula, so such a text gets an apostrophe in front, which they
 * read as "this is text" (OWASP, CSV injection). Line breaks and other controls become visible escapes.
 */
export function csvCell(text: string): string {
  const shown = terminalText(text);
  const inert = /^\s*[=+\-@＝＋－＠]/u.test(shown) ? `'${shown}` : shown;
  return /[",;]|^\s|\s$/u.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
