import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { type Block, type BrokenTable, type Row, spreadSpans, type Table } from '../table.ts';
import { isLayoutTag } from './layout-tags.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Reads one `<table>…</table>`, with its spans, as a browser would show it. */
export function readHtmlTable(html: string): Table | BrokenTable {
  const [table] = elementsOf(parseFragment(withTextKept(html)).childNodes, 'table');
  const rows = table === undefined ? [] : elementsOf(table.childNodes, 'tr');
  if (rows.length === 0) return { broken: 'a table without rows' };
  const cells = rows.map((row) => row.childNodes.filter(isElement).filter(isCell));
  const grid = spreadSpans(
    cells.map((ofRow) =>
      ofRow.map((cell) => ({
        blocks: readBlocks(cell),
        rowSpan: spanOf(cell, 'rowspan'),
        columnSpan: spanOf(cell, 'colspan'),
      })),
    ),
  );
  const marked = rows.filter(isInHead).length;
  const [first = []] = cells;
  const unmarkedHeader = first.length > 0 && first.every(({ tagName }) => tagName === 'th');
  const headerRows = marked > 0 ? marked : unmarkedHeader ? 1 : 0;
  return withWidthChecked({ header: grid.slice(0, headerRows), rows: grid.slice(headerRows) });
}

/**
 * Writes as text what pages mean as text and HTML would take for markup: `<id>`, a placeholder, and `&region=`, a query
 * parameter that begins like the name of a sign (`&reg`).
 */
function withTextKept(html: string): string {
  return html
    .replaceAll(/&(?!#?\w+;)/gu, '&amp;')
    .replaceAll(/<(?=\/?([a-z][\w-]*))/giu, (bracket, name: string) =>
      isLayoutTag(name) ? bracket : '&lt;',
    );
}

/** A table whose rows differ in width has lost cells: which column a cell belongs to is then a guess. */
function withWidthChecked(table: Table): Table | BrokenTable {
  const all: readonly Row[] = [...table.header, ...table.rows];
  const width = all[0]?.length ?? 0;
  const odd = all.findIndex((row) => row.length !== width);
  if (odd < 0) return table;
  return { broken: `row ${odd + 1} has ${all[odd]?.length} cells where the first has ${width}` };
}

const blockElements = new Set(
  'blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr ol p pre section table td th tr ul'.split(' '),
);

/** The blocks of a cell, or of the note inside one. */
function readBlocks(container: Element): Block[] {
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

  const walk = (node: Node, depth: number): void => {
    if ('value' in node) text += node.value.replaceAll('\n', ' ');
    if (!isElement(node)) return;
    const inside = (deeper: number) => {
      for (const child of node.childNodes) walk(child, deeper);
    };
    if (node.tagName === 'br') {
      text += '\n';
    } else if (node.tagName === 'li') {
      flush(depth);
      startsItem = true;
      inside(depth + 1);
      flush(depth + 1);
      startsItem = false;
    } else if (hasClass(node, 'note')) {
      flush(depth);
      blocks.push({ kind: 'note', depth, blocks: readBlocks(bodyOf(node)) });
    } else if (blockElements.has(node.tagName)) {
      flush(depth);
      inside(depth);
      flush(depth);
    } else {
      inside(depth);
    }
  };

  for (const child of container.childNodes) walk(child, 0);
  flush(0);
  return blocks;
}

/** The title before the body does not belong to the note. */
function bodyOf(note: Element): Element {
  return note.childNodes.filter(isElement).find((child) => hasClass(child, 'notebody')) ?? note;
}

/** The outermost elements of that name. */
function elementsOf(nodes: readonly Node[], tagName: string): Element[] {
  return nodes
    .filter(isElement)
    .flatMap((node) => (node.tagName === tagName ? [node] : elementsOf(node.childNodes, tagName)));
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function isCell({ tagName }: Element): boolean {
  return tagName === 'td' || tagName === 'th';
}

function isInHead({ parentNode }: Element): boolean {
  return parentNode !== null && 'tagName' in parentNode && parentNode.tagName === 'thead';
}

function hasClass(element: Element, name: string): boolean {
  return attributeOf(element, 'class').split(/\s+/u).includes(name);
}

/** A span as the page states it, bounded: a page cannot make us allocate a million cells. */
function spanOf(cell: Element, name: 'rowspan' | 'colspan'): number {
  const value = Number(attributeOf(cell, name));
  return Number.isInteger(value) && value >= 1 ? Math.min(value, 1000) : 1;
}

/** Value of an attribute; empty where it is missing. */
function attributeOf({ attrs }: Element, name: string): string {
  return attrs.find((attribute) => attribute.name === name)?.value ?? '';
}
