import type { Table as MarkdownTable } from 'mdast';
import { assertNever } from '../model/assert-never.ts';
import { readHtmlTable } from './forms/html-table.ts';
import { readPipeTable } from './forms/pipe-table.ts';
import { readRstCell } from './forms/rst-cell.ts';
import { readGridTable } from './forms/rst-grid-table.ts';
import { readSimpleTable } from './forms/rst-simple-table.ts';
import type { BrokenTable, Table } from './table.ts';

/** A table as a page writes it. Each form is read by one file of `forms/`. */
type WrittenTable =
  | { readonly form: 'html'; readonly html: string }
  | { readonly form: 'pipe'; readonly table: MarkdownTable }
  | { readonly form: 'grid'; readonly lines: readonly string[] }
  | { readonly form: 'simple'; readonly lines: readonly string[] };

/** Reads a table in whichever form it is written. */
export function readTable(written: WrittenTable): Table | BrokenTable {
  switch (written.form) {
    case 'html':
      return readHtmlTable(written.html);
    case 'pipe':
      return readPipeTable(written.table);
    case 'grid':
      return readGridTable(written.lines, readRstCell);
    case 'simple':
      return readSimpleTable(written.lines, readRstCell);
    default:
      return assertNever(written);
  }
}
