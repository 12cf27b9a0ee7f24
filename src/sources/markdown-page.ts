import { readHtmlTable } from './html-table.ts';
import { markdownText } from './markdown-inline.ts';
import { type Page, type PageBlock, titleOf } from './page.ts';
import { isDelimiterRow, readPipeTable } from './pipe-table.ts';
import { type BrokenTable, joinLines, type Table } from './table.ts';

/**
 * Reads a Markdown page with HTML and pipe tables, line by line: the blocks that permission pages are made of, in one
 * pass, where a general Markdown parser takes many times as long. Tests hold it against one. HTML tables are cut out
 * first: they hold blank lines and stand indented, where Markdown would end them.
 */
export function readMarkdownPage(text: string): Page {
  const { masked, tables } = cutHtmlTables(text);
  const blocks = readBlocks(masked.split(/\r?\n/u), tables);
  return { form: 'markdown', title: titleOf(blocks), blocks };
}

/** Stands for the HTML table of that number. Private-use characters do not occur in pages. */
const placeholder = /^\uE000(\d+)\uE001$/u;

function cutHtmlTables(text: string): { masked: string; tables: (Table | BrokenTable)[] } {
  const tables: (Table | BrokenTable)[] = [];
  let masked = '';
  let copied = 0;
  let depth = 0;
  let start = 0;
  for (const match of text.matchAll(/<(\/?)table\b[^>]*>/giu)) {
    if (match[1] === '') {
      if (depth === 0) start = match.index;
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      const end = match.index + match[0].length;
      masked += `${text.slice(copied, start)}\n\n\uE000${tables.length}\uE001\n\n`;
      tables.push(readHtmlTable(text.slice(start, end)));
      copied = end;
    }
  }
  if (depth > 0) {
    masked += `${text.slice(copied, start)}\n\n\uE000${tables.length}\uE001\n\n`;
    tables.push({ broken: 'a table that is not closed' });
    return { masked, tables };
  }
  return { masked: masked + text.slice(copied), tables };
}

const heading = /^(#{1,6})(?:\s+(.*?))?(?:\s+#+)?$/u;
const fence = /^(`{3,}|~{3,})/u;
const underline = /^(?:=+|-+)$/u;
const rule = /^(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/u;
const listMark = /^(?:[-*+]|\d{1,9}[.)])(?:\s+|$)/u;
const quoteMark = /^>\s*/u;

function readBlocks(lines: readonly string[], htmlTables: readonly (Table | BrokenTable)[]): PageBlock[] {
  const blocks: PageBlock[] = [];
  let paragraph: string[] = [];
  let wasQuoted = false;

  const endParagraph = () => {
    const text = markdownText(paragraph.join('\n')).trim();
    paragraph = [];
    const number = placeholder.exec(text)?.[1];
    const table = number === undefined ? undefined : htmlTables[Number(number)];
    if (table) blocks.push({ kind: 'table', table });
    else if (text !== '') blocks.push({ kind: 'text', text });
  };

  for (let at = 0; at < lines.length; at += 1) {
    const full = (lines[at] ?? '').trim();
    const isQuoted = full.startsWith('>');
    if (isQuoted !== wasQuoted) endParagraph();
    wasQuoted = isQuoted;
    let line = isQuoted ? full.replace(quoteMark, '') : full;
    if (paragraph.length > 0 && underline.test(line)) {
      const text = joinLines([markdownText(paragraph.join('\n'))]);
      paragraph = [];
      blocks.push({ kind: 'heading', level: line.startsWith('=') ? 1 : 2, text });
      continue;
    }
    if (line === '' || rule.test(line)) {
      endParagraph();
      continue;
    }
    for (let mark = listMark.exec(line); mark !== null; mark = listMark.exec(line)) {
      endParagraph();
      line = line.slice(mark[0].length);
    }
    const title = heading.exec(line);
    if (title !== null) {
      endParagraph();
      blocks.push({
        kind: 'heading',
        level: title[1]?.length ?? 1,
        text: joinLines([markdownText(title[2] ?? '')]),
      });
    } else if (fence.test(line)) {
      endParagraph();
      at = endOfFence(lines, at, fence.exec(line)?.[1] ?? '');
    } else if (line.includes('|') && isDelimiterRow(lines[at + 1] ?? '')) {
      endParagraph();
      const end = endOfTable(lines, at);
      blocks.push({ kind: 'table', table: readPipeTable([line, ...lines.slice(at + 1, end)]) });
      at = end - 1;
    } else {
      paragraph.push(line);
    }
  }
  endParagraph();
  return blocks;
}

/** Index of the line that closes a code block; the last line where none does. */
function endOfFence(lines: readonly string[], start: number, mark: string): number {
  const end = lines.findIndex(
    (line, at) => at > start && line.trim().replace(quoteMark, '').startsWith(mark),
  );
  return end < 0 ? lines.length : end;
}

/** A table ends at a blank line. */
function endOfTable(lines: readonly string[], start: number): number {
  let at = start + 2;
  while (at < lines.length && (lines[at] ?? '').trim() !== '') at += 1;
  return at;
}
