import type { SiteNote } from '../model/site-note.ts';
import { correctTable } from './correct-table.ts';
import type { DocPage } from './doc-pages.ts';
import type { Page } from './page.ts';
import { deprecatedTables, saysThatNoActionIsFree } from './page-remarks.ts';
import { columnsOf, type RowClaim, readPermissionTable } from './permission-table.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { isBroken, linesOf, type Table } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The rows of one permission table of a page. */
export interface PermissionTable {
  /** Which table of the page, from 1, every table counted. */
  readonly table: number;
  readonly rows: readonly RowClaim[];
}

interface PermissionPage {
  readonly tables: readonly PermissionTable[];
  /** Why tables could not be read, in words. */
  readonly problems: readonly string[];
}

/** Reads the permission tables of a page, with its corrections; other tables are passed over. */
export function readPermissionPage(
  { path, set, copy, content }: Pick<DocPage, 'path' | 'set' | 'copy' | 'content'>,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): PermissionPage {
  const page = content();
  const tables: PermissionTable[] = [];
  const problems: string[] = [];
  let number = 0;
  for (const block of page.blocks) {
    if (block.kind !== 'table') continue;
    number += 1;
    if (isBroken(block.table)) {
      problems.push(`table ${number} cannot be read: ${block.table.broken}`);
      continue;
    }
    const corrections = vocabulary.corrections(path, number);
    const { table, repairs, problems: misfits } = correctTable(block.table, corrections);
    problems.push(...misfits.map((misfit) => `table ${number}: ${misfit}`));
    const columns = columnsOf(table, vocabulary, { needsApi: copy === undefined });
    if (columns === undefined) {
      if (listsActions(table))
        problems.push(`table ${number} lists actions under columns that are not known`);
      continue;
    }
    if (columns.unknown.length > 0) {
      const words = columns.unknown.map((word) => `\`${word}\``).join(', ');
      problems.push(`table ${number} has columns that are not known: ${words}`);
      continue;
    }
    tables.push({
      table: number,
      rows: readPermissionTable(columns, { repairs, service: set.service, copy }, vocabulary, evidence),
    });
  }
  return { tables: withPageRemarks(tables, page, copy, vocabulary), problems };
}

/** What a page says of its tables outside them holds for each of their rows. */
function withPageRemarks(
  tables: readonly PermissionTable[],
  page: Page,
  copy: SiteNote | undefined,
  vocabulary: Vocabulary,
): readonly PermissionTable[] {
  const deprecated = deprecatedTables(page, vocabulary);
  const isFree = saysThatNoActionIsFree(page, vocabulary);
  if (deprecated.size === 0 && !isFree) return tables;
  return tables.map(({ table, rows }) => ({
    table,
    rows: rows.map((row) => ({
      ...row,
      deprecated:
        row.deprecated || (deprecated.has(table) && (copy?.deprecatedRows?.includes(row.row) ?? true)),
      governed: isFree && row.governed === null ? false : row.governed,
    })),
  }));
}

const actionAlone = /^[a-z][\w-]*:[\w*]+:[\w*]+$/iu;

/** A table that prints actions as whole lines cannot be passed over. */
function listsActions({ rows }: Table): boolean {
  return rows.some((row) => row.some(({ blocks }) => linesOf(blocks).some((line) => actionAlone.test(line))));
}
