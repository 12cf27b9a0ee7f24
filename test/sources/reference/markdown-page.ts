import type { Table as MarkdownTable, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { type Page, type PageBlock, titleOf } from '../../../src/sources/page.ts';
import { type BrokenTable, type Cell, joinLines, type Table } from '../../../src/sources/table.ts';
import { readHtmlTable } from './html-table.ts';

/**
 * The reference that the line reader is held against, with general parsers.
 * Reads a Markdown page with HTML and pipe tables. HTML tables are cut out first: they hold blank lines and stand
 * indented, where Markdown would end them. Emphasis and indented code are switched off: an action such as `kms:*:*`
 * is no emphasis, and captions stand indented after a table.
 */
export function readMarkdownPage(text: string): Page {
  const { masked, tables } = cutHtmlTables(text.replaceAll('\r\n', '\n'));
  const root = fromMarkdown(masked, {
    extensions: [gfmTable(), { disable: { null: ['attention', 'codeIndented'] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const blocks = blocksOf(root, tables);
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

function blocksOf(node: Nodes, htmlTables: readonly (Table | BrokenTable)[]): PageBlock[] {
  switch (node.type) {
    case 'root':
    case 'list':
    case 'listItem':
    case 'blockquote':
      return node.children.flatMap((child) => blocksOf(child, htmlTables));
    case 'heading':
      return [{ kind: 'heading', level: node.depth, text: joinLines([inlineText(node)]) }];
    case 'table':
      return [{ kind: 'table', table: pipeTable(node) }];
    case 'paragraph': {
      const text = inlineText(node).trim();
      const number = placeholder.exec(text)?.[1];
      const table = number === undefined ? undefined : htmlTables[Number(number)];
      if (table) return [{ kind: 'table', table }];
      return text === '' ? [] : [{ kind: 'text', text }];
    }
    default:
      return [];
  }
}

function pipeTable(table: MarkdownTable): Table {
  const [header, ...rows] = table.children.map((row) => row.children.map(pipeCell));
  const width = header?.length ?? 0;
  // GFM itself lets rows be shorter than the header; the cells that are missing are empty.
  const padded = rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? emptyCell));
  return { header: header ? [header] : [], rows: padded };
}

const emptyCell: Cell = { blocks: [], spanned: false };

function pipeCell(cell: Nodes): Cell {
  const text = inlineText(cell)
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim())
    .join('\n')
    .trim();
  return { blocks: text === '' ? [] : [{ kind: 'paragraph', depth: 0, text }], spanned: false };
}

/** Tags that pages use for layout; anything else in angle brackets is text, such as a placeholder in a path. */
const layoutTag = /^<\/?(?:a|b|i|p|em|strong|span|div|sup|sub|ul|ol|li|img|u|font)\b[^>]*>$/iu;

function inlineText(node: Nodes): string {
  if (node.type === 'html') {
    if (/^<br\s*\/?>$/iu.test(node.value)) return '\n';
    return layoutTag.test(node.value) || node.value.startsWith('<!--') ? '' : node.value;
  }
  if (node.type === 'break') return '\n';
  if (node.type === 'image') return '';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(inlineText).join('') : '';
}
