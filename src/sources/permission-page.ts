import type { Page } from './page.ts';
import { columnRolesOf, type RowClaim, readPermissionTable } from './permission-table.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { isBroken } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The rows of one permission table of a page. */
export interface PermissionTable {
  /** Which table of the page, from 1, every table counted. */
  readonly table: number;
  readonly rows: readonly RowClaim[];
}

export interface PermissionPage {
  readonly tables: readonly PermissionTable[];
  /** Why tables could not be read, in words. */
  readonly problems: readonly string[];
}

/** Reads the permission tables of a page; other tables are passed over. */
export function readPermissionPage(
  page: Page,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): PermissionPage {
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
    const columns = columnRolesOf(block.table, vocabulary);
    if (columns === undefined) continue;
    if (columns.unknown.length > 0) {
      const words = columns.unknown.map((word) => `\`${word}\``).join(', ');
      problems.push(`table ${number} has columns that are not known: ${words}`);
      continue;
    }
    tables.push({
      table: number,
      rows: readPermissionTable(block.table, columns.roles, vocabulary, evidence),
    });
  }
  return { tables, problems };
}
