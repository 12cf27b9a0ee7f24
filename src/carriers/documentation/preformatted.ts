import { carriedLines, type Replacement, replacedText } from '../carried-lines.ts';
import type { CodeBlock } from './code-block.ts';

/** What stands between `<pre>` and `</pre>` in a page, without its tags, and with characters in the place of their names. */
export function preformattedBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const tag = /<(\/?)pre(?=[\s>])[^<>]*>/gi;
  let start: number | undefined;
  for (const { 0: written, 1: closing, index } of text.matchAll(tag)) {
    if (closing === '') start ??= index + written.length;
    else if (start !== undefined) {
      blocks.push({ content: plainText(text.slice(start, index), start), language: '' });
      start = undefined;
    }
  }
  return blocks;
}

function plainText(html: string, place: number): CodeBlock['content'] {
  const replacements: Replacement[] = [];
  for (const { 0: written, 1: name, index } of html.matchAll(
    /<[/!]?([a-z][a-z0-9]*)\b[^<>]*>|&#?[a-z0-9]+;/gi,
  )) {
    const text = written.startsWith('<') ? (name?.toLowerCase() === 'br' ? '\n' : '') : characterOf(written);
    if (text !== undefined) replacements.push({ offset: index, length: written.length, text });
  }
  return replacedText(carriedLines([{ place, text: html }]), replacements);
}

/** The names that samples are written with. */
const named: ReadonlyMap<string, string> = new Map([
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&nbsp;', ' '],
  ['&lbrace;', '{'],
  ['&rbrace;', '}'],
  ['&lbrack;', '['],
  ['&rbrack;', ']'],
  ['&ast;', '*'],
  ['&colon;', ':'],
  ['&comma;', ','],
]);

function characterOf(entity: string): string | undefined {
  const [, hex, decimal] = /^&#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(entity) ?? [];
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : named.get(entity.toLowerCase());
}
