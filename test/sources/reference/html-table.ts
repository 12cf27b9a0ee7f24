import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import {
  type Block,
  type BrokenTable,
  type Row,
  spreadSpans,
  type Table,
} from '../../../src/sources/table.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Reads one `<table>…</table>`, with its spans. */
export function readHtmlTable(html: string): Table | BrokenTable {
  const table = elements(parseFragment(html).childNodes, 'table')[0];
  if (table === undefined) return { broken: 'no table element' };
  const rows = elements(table.childNodes, 'tr').map((row) => ({
    cells: row.childNodes.filter(isElement).filter((cell) => cell.tagName === 'td' || cell.tagName === 'th'),
    inHead: row.parentNode !== null && 'tagName' in row.parentNode && row.parentNode.tagName === 'thead',
  }));
  if (rows.length === 0) return { broken: 'a table without rows' };
  const grid = spreadSpans(
    rows.map(({ cells }) =>
      cells.map((cell) => ({
        blocks: readHtmlBlocks(cell),
        rowSpan: spanOf(cell, 'rowspan'),
        columnSpan: spanOf(cell, 'colspan'),
      })),
    ),
  );
  const marked = rows.filter((row) => row.inHead).length;
  const unmarkedHeader = rows[0]?.cells.length !== 0 && rows[0]?.cells.every((cell) => cell.tagName === 'th');
  const headerRows = marked > 0 ? marked : unmarkedHeader ? 1 : 0;
  return withWidthChecked({ header: grid.slice(0, headerRows), rows: grid.slice(headerRows) });
}

/** A table whose rows differ in width has lost cells: which column a cell belongs to is then a guess. */
function withWidthChecked(table: Table): Table | BrokenTable {
  const all: readonly Row[] = [...table.header, ...table.rows];
  const width = all[0]?.length ?? 0;
  const odd = all.findIndex((row) => row.length !== width);
  if (odd < 0) return table;
  return { broken: `row ${odd + 1} has ${all[odd]?.length} cells where the first has ${width}` };
}

function readHtmlBlocks(cell: Element): Block[] {
  const blocks: Block[] = [];
  let text = '';
  let startsItem = false;

  const flush = (depth: number) => {
    const lines = text.split('\n').map((line) => line.replaceAll(/[\s\u00a0]+/gu, ' ').trim());
    const joined = lines.filter((line) => line !== '').join('\n');
    text = '';
    if (joined === '') return;
    blocks.push({ kind: startsItem ? 'item' : 'paragraph', depth, text: joined });
    startsItem = false;
  };

  const walk = (nodes: readonly Node[], depth: number) => {
    for (const node of nodes) {
      if (node.nodeName === '#text') {
        text += (node as DefaultTreeAdapterTypes.TextNode).value.replaceAll('\n', ' ');
      } else if (isElement(node)) {
        walkElement(node, depth);
      }
    }
  };

  const walkElement = (element: Element, depth: number) => {
    if (element.tagName === 'br') {
      text += '\n';
    } else if (element.tagName === 'li') {
      flush(depth);
      startsItem = true;
      walk(element.childNodes, depth + 1);
      flush(depth + 1);
      startsItem = false;
    } else if (hasClass(element, 'note')) {
      flush(depth);
      blocks.push({ kind: 'note', depth, blocks: readHtmlBlocks(noteBody(element)) });
    } else if (blockElements.has(element.tagName)) {
      flush(depth);
      walk(element.childNodes, depth);
      flush(depth);
    } else {
      walk(element.childNodes, depth);
    }
  };

  walk(cell.childNodes, 0);
  flush(0);
  return blocks;
}

const blockElements = new Set(['p', 'div', 'ul', 'ol', 'pre', 'table', 'tr', 'td']);

function noteBody(note: Element): Element {
  return note.childNodes.filter(isElement).find((child) => hasClass(child, 'notebody')) ?? note;
}

function elements(nodes: readonly Node[], tagName: string): Element[] {
  return nodes
    .filter(isElement)
    .flatMap((node) => (node.tagName === tagName ? [node] : elements(node.childNodes, tagName)));
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function hasClass(element: Element, name: string): boolean {
  const value = element.attrs.find((attribute) => attribute.name === 'class')?.value ?? '';
  return value.split(/\s+/u).includes(name);
}

/** A span as the page states it, bounded: a page cannot make us allocate a million cells. */
function spanOf(cell: Element, name: 'rowspan' | 'colspan'): number {
  const value = Number(cell.attrs.find((attribute) => attribute.name === name)?.value ?? '1');
  return Number.isInteger(value) && value >= 1 ? Math.min(value, 1000) : 1;
}
