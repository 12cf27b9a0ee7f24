import type { Nodes, Paragraph } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { type Page, type PageBlock, titleOf } from '../page.ts';
import { readTable } from '../read-table.ts';
import { type BrokenTable, joinLines, type Table } from '../table.ts';
import { markdownText } from './markdown-text.ts';

/**
 * Reads a Markdown page with HTML and pipe tables. HTML tables are cut out first: they hold blank lines and stand
 * indented, where Markdown would end them. What would read plain text otherwise is switched off: an action such as
 * `kms:*:*` is not emphasis, captions stand indented after a table, and a line that begins with a tag is text like others.
 */
export function readMarkdownPage(text: string): Page {
  const { masked, tables } = cutHtmlTables(text.replaceAll('\r\n', '\n'));
  const root = fromMarkdown(masked, {
    extensions: [gfmTable(), { disable: { null: ['attention', 'codeIndented', 'htmlFlow'] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const blocks = pageBlocks(root, tables);
  return { form: 'markdown', title: titleOf(blocks), blocks };
}

type AnyTable = Table | BrokenTable;

/** Stands for the HTML table of that number. Private-use characters do not occur in pages. */
const placeholder = /^\uE000(\d+)\uE001$/u;

/** Puts a paragraph of its own in the place of each HTML table, and leaves out comments. */
function cutHtmlTables(text: string): { masked: string; tables: AnyTable[] } {
  const tables: AnyTable[] = [];
  let masked = '';
  let copied = 0;
  let depth = 0;
  let start = 0;
  const cut = (table: AnyTable, end: number) => {
    masked += `${text.slice(copied, start)}\n\n\uE000${tables.length}\uE001\n\n`;
    tables.push(table);
    copied = end;
  };
  for (const match of text.matchAll(/<!--[\s\S]*?-->|<(\/?)table\b[^>]*>/giu)) {
    const end = match.index + match[0].length;
    if (match[1] === undefined) {
      if (depth > 0) continue;
      masked += text.slice(copied, match.index);
      copied = end;
    } else if (match[1] === '') {
      if (depth === 0) start = match.index;
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth === 0) cut(readTable({ form: 'html', html: text.slice(start, end) }), end);
    }
  }
  if (depth > 0) cut({ broken: 'a table that is not closed' }, text.length);
  return { masked: masked + text.slice(copied), tables };
}

function pageBlocks(node: Nodes, htmlTables: readonly AnyTable[]): PageBlock[] {
  switch (node.type) {
    case 'root':
    case 'list':
    case 'listItem':
    case 'blockquote':
      return node.children.flatMap((child) => pageBlocks(child, htmlTables));
    case 'heading':
      return [{ kind: 'heading', level: node.depth, text: joinLines([markdownText(node)]) }];
    case 'table':
      return [{ kind: 'table', table: readTable({ form: 'pipe', table: node }) }];
    case 'paragraph':
      return paragraphBlocks(node, htmlTables);
    default:
      return [];
  }
}

/** A line of dashes and pipes below another line: Markdown takes it for a table only where their cells are as many. */
const uneven = /\|.*\n\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/mu;

function paragraphBlocks(paragraph: Paragraph, htmlTables: readonly AnyTable[]): PageBlock[] {
  const text = markdownText(paragraph).trim();
  const number = placeholder.exec(text)?.[1];
  const table = number === undefined ? undefined : htmlTables[Number(number)];
  if (table) return [{ kind: 'table', table }];
  if (uneven.test(text))
    return [
      {
        kind: 'table',
        table: { broken: 'a pipe table whose header has more or fewer cells than the line below it' },
      },
    ];
  return text === '' ? [] : [{ kind: 'text', text }];
}
