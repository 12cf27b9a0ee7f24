import type { Page } from '../page.ts';
import type { Cell, Row } from '../table.ts';

/** Whether a text begins with a line of three columns or more that tabs part. */
export function looksLikeTsv(text: string): boolean {
  return /^[^\t\r\n|]+(?:\t[^\t\r\n|]+){2,}\r?\n/u.test(text);
}

/** Reads a table whose columns tabs part, as a page without a title; missing cells are empty. */
export function readTsvPage(text: string): Page {
  const [first = '', ...lines] = text.split(/\r?\n/u);
  const header = first.split('\t').map(cellOf);
  const rows = lines
    .filter((line) => line.trim() !== '')
    .map((line): Row => {
      const cells = line.split('\t');
      return header.map((_, column) => cellOf(cells[column] ?? ''));
    });
  return { form: 'tsv', title: '', blocks: [{ kind: 'table', table: { header: [header], rows } }] };
}

function cellOf(printed: string): Cell {
  const text = printed.trim();
  return { blocks: text === '' ? [] : [{ kind: 'paragraph', depth: 0, text }], spanned: false };
}
