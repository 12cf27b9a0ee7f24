import { terminalText } from './terminal-text.ts';

/**
 * Text in XML, as content or in an attribute. Characters that XML 1.0 cannot hold, even as references, are written as
 * visible escapes, and so are those that do harm to a terminal; that leaves nothing to be normalized by a reader.
 */
export function xmlText(text: string): string {
  return terminalText(text)
    .replace(/[\uFFFE\uFFFF]/g, (char) => `\\u{${char.charCodeAt(0).toString(16).toUpperCase()}}`)
    .replace(/[&<>"']/g, (char) => entities.get(char) ?? char);
}

/** `>` among them, so that no `]]>` is left. */
const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);
