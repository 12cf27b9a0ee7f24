import { terminalText } from './terminal-text.ts';

/** A table of GitHub's Markdown. Cells are texts, not Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    line(head.map(markdownText)),
    line(head.map(() => '---')),
    ...rows.map((cells) => line(cells.map(markdownText))),
  ].join('');
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['@', '&#64;'],
]);

/**
 * Text that Markdown shows as it is, in a cell of a table or elsewhere in a line: no emphasis, link, image, code, HTML,
 * mention or further column comes of it. A colon after a scheme is escaped so that no address links itself.
 */
export function markdownText(text: string): string {
  return terminalText(text)
    .replace(/[\\`*_{}[\]()#!|~$]/gu, '\\$&')
    .replace(/[&<>@]/gu, (char) => entities.get(char) ?? char)
    .replace(/(https?|ftp|mailto|xmpp):/giu, '$1\\:')
    .replace(/\bwww\./giu, 'www\\.');
}
