import { type CellReader, createCellReader, type Tag } from './html-cell.ts';
import { type Block, type BrokenTable, type Row, spreadSpans, type Table } from './table.ts';

/**
 * Reads one `<table>…</table>`, with its spans, in one pass over its tags: a general HTML parser takes several times
 * as long for these hundreds of tables. Tests hold it against one.
 */
export function readHtmlTable(html: string): Table | BrokenTable {
  const rows = readRows(html);
  if (rows.length === 0) return { broken: 'a table without rows' };
  const grid = spreadSpans(rows.map(({ cells }) => cells));
  const marked = rows.filter((row) => row.inHead).length;
  const first = rows[0]?.cells ?? [];
  const unmarkedHeader = first.length > 0 && first.every((cell) => cell.isHeader);
  const headerRows = marked > 0 ? marked : unmarkedHeader ? 1 : 0;
  return withWidthChecked({ header: grid.slice(0, headerRows), rows: grid.slice(headerRows) });
}

interface HtmlCell {
  readonly blocks: readonly Block[];
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly isHeader: boolean;
}

interface HtmlRow {
  readonly cells: HtmlCell[];
  readonly inHead: boolean;
}

const tagOrComment = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)((?:[\s/][^>]*)?)>/giu;

function readRows(html: string): HtmlRow[] {
  const rows: HtmlRow[] = [];
  let inHead = false;
  let row: HtmlRow | undefined;
  let cell: { readonly reader: CellReader; readonly tag: Tag } | undefined;
  /** Tables around the place, the outermost counted. */
  let tables = 0;
  let readTo = 0;

  const endCell = () => {
    if (cell === undefined) return;
    const { attributes, name } = cell.tag;
    row?.cells.push({
      blocks: cell.reader.end(),
      rowSpan: spanOf(attributes, 'rowspan'),
      columnSpan: spanOf(attributes, 'colspan'),
      isHeader: name === 'th',
    });
    cell = undefined;
  };

  for (const match of html.matchAll(tagOrComment)) {
    if (match.index > readTo) cell?.reader.text(html.slice(readTo, match.index));
    readTo = match.index + match[0].length;
    if (match[2] === undefined) continue;
    const tag: Tag = { name: match[2].toLowerCase(), closes: match[1] === '/', attributes: match[3] ?? '' };
    if (tag.name === 'table' && !tag.closes) tables += 1;
    const isNested = tables > 1;
    if (tag.name === 'table' && tag.closes) tables -= 1;
    if (isNested || !structure.has(tag.name)) {
      cell?.reader.tag(tag);
      continue;
    }
    endCell();
    if (tag.name === 'thead') inHead = !tag.closes;
    else if (tag.name === 'tbody') inHead = false;
    else if (tag.name === 'tr') {
      row = tag.closes ? undefined : { cells: [], inHead };
      if (row !== undefined) rows.push(row);
    } else if (!tag.closes && (tag.name === 'td' || tag.name === 'th')) {
      if (row === undefined) {
        row = { cells: [], inHead };
        rows.push(row);
      }
      cell = { reader: createCellReader(), tag };
    }
  }
  endCell();
  return rows;
}

/** Elements that make up a table; inside a nested table they are content of the cell. */
const structure = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th']);

/** A table whose rows differ in width has lost cells: which column a cell belongs to is then a guess. */
function withWidthChecked(table: Table): Table | BrokenTable {
  const all: readonly Row[] = [...table.header, ...table.rows];
  const width = all[0]?.length ?? 0;
  const odd = all.findIndex((row) => row.length !== width);
  if (odd < 0) return table;
  return { broken: `row ${odd + 1} has ${all[odd]?.length} cells where the first has ${width}` };
}

/** A span as the page states it, bounded: a page cannot make us allocate a million cells. */
function spanOf(attributes: string, name: 'rowspan' | 'colspan'): number {
  const at = attributes.toLowerCase().indexOf(name);
  if (at < 0) return 1;
  const value = Number(/^\w+\s*=\s*["']?(\d+)/u.exec(attributes.slice(at))?.[1] ?? '1');
  return Number.isInteger(value) && value >= 1 ? Math.min(value, 1000) : 1;
}
