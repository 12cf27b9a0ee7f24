import type { Code, InlineCode, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { CarriedText } from '../carried-document.ts';
import { type CarriedLine, carriedLines, linesOf, partOfText, replacedText } from '../carried-lines.ts';
import type { CodeBlock } from './code-block.ts';
import { preformattedBlocks } from './preformatted.ts';

/**
 * The code blocks of a page in Markdown, in the order of the text: fenced and indented ones, in lists and quotes too, `<pre>` in
 * HTML, and objects in backticks, which is all that a cell of a table can hold.
 */
export function markdownBlocks(text: string): readonly CodeBlock[] {
  const html = preformattedBlocks(text);
  const root = fromMarkdown(withoutSpans(text, html), {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const lines = [...linesOf(text)];
  const blocks = [...html];
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'code') blocks.push(...codeBlock(node, lines));
    else if (node.type === 'inlineCode') blocks.push(...inlineBlock(node, text));
    else if ('children' in node) open.push(...node.children);
  }
  return blocks.sort((a, b) => a.content.placeOf(0) - b.content.placeOf(0));
}

/** Blanks for what is read as HTML: it stands indented, and holds blank lines, where Markdown would end it. */
function withoutSpans(text: string, blocks: readonly CodeBlock[]): string {
  let masked = '';
  let at = 0;
  for (const { content } of blocks) {
    const [start, end] = [content.placeOf(0), content.placeOf(content.text.length)];
    masked += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return masked + text.slice(at);
}

/** The lines of a block as the page has them: what is before them there belongs to the page. */
function codeBlock({ value, lang, meta, position }: Code, lines: readonly CarriedLine[]): CodeBlock[] {
  const { start } = position ?? {};
  const opening = start === undefined ? undefined : lines[start.line - 1];
  if (start === undefined || opening === undefined || value === '') return [];
  const isFenced = /^(?:```|~~~)/.test(opening.text.slice(start.column - 1));
  const first = isFenced ? start.line : start.line - 1;
  const own = [...linesOf(value)].map(({ text: written }, index): CarriedLine => {
    const { place, text } = lines[first + index] ?? opening;
    const content = withoutEnd(written);
    const line = withoutEnd(text);
    // A tab that indents counts for several blanks, and may be taken in part.
    const length = line.endsWith(content) ? content.length : content.trimStart().length;
    const from = Math.max(0, line.length - length);
    return { place: place + from, text: text.slice(from) };
  });
  return [{ content: withoutLastEnd(carriedLines(own)), language: languageOf(lang, meta) }];
}

function withoutEnd(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

function withoutLastEnd(content: CarriedText): CarriedText {
  return partOfText(content, 0, withoutEnd(content.text).length);
}

/** `json`; of a directive in Markdown, as in `{code-block} json`, what it says. */
function languageOf(lang: string | null | undefined, meta: string | null | undefined): string {
  const [first = ''] = (lang?.startsWith('{') ? (meta ?? '') : (lang ?? '')).split(/\s/);
  return first.toLowerCase();
}

function inlineBlock({ value, position }: InlineCode, text: string): CodeBlock[] {
  const [start, end] = [position?.start.offset, position?.end.offset];
  if (start === undefined || end === undefined || !/^\s*[{[]/.test(value)) return [];
  const written = text.slice(start, end);
  const ticks = /^`+/.exec(written)?.[0].length ?? 0;
  const inner = written.slice(ticks, written.length - ticks);
  const content = carriedLines([{ place: start + ticks, text: inner }]);
  // In a table, a bar is written behind a backslash.
  const bars = [...inner.matchAll(/\\\|/g)].map(({ index }) => ({ offset: index, length: 2, text: '|' }));
  const isAsWritten = !value.includes('|') || inner.includes(value.trim());
  return [{ content: isAsWritten ? content : replacedText(content, bars), language: '' }];
}
