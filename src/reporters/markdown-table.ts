import { terminalText } from './terminal-text.ts';

/** A table of GitHub's Markdown. Cells are texts, not Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    markdownRow(head.map(markdownText)),
    markdownRow(head.map(() => '---')),
    ...rows.map((cells) => markdownRow(cells.map(markdownText))),
  ].join('');
}

/** A row of cells that are Markdown. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/**
 * Text as code, also in a cell. Where backticks cannot hold it (a cell ends at a `|` in them) it is put
 * into an element instead.
 */
export function markdownCode(text: string): string {
  const shown = terminalText(text);
  return /[`|]|^\s|\s$|^$/u.test(shown) ? `<code>${markdownText(text)}</code>` : `\`${shown}\``;
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

/** A sentence of ours: what stands between two backticks is the user's text, and becomes code. */
export function markdownSentence(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, at) => (at % 2 === 0 ? markdownText(part) : markdownCode(part)))
    .join('');
}
