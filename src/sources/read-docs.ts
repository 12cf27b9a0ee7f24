import type { Claim } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';
import { readApiPage } from './api-page.ts';
import { type DocFile, type DocPage, findPages, type PageError } from './doc-pages.ts';
import { glueEvidence } from './glue-evidence.ts';
import { type PermissionPage, readPermissionPage } from './permission-page.ts';
import type { Vocabulary } from './vocabulary.ts';

export type { DocFile, PageError } from './doc-pages.ts';

export interface DocsReading {
  readonly claims: readonly Claim[];
  readonly apiPages: readonly ApiPage[];
  readonly errors: readonly PageError[];
  /** Pages of folders that the vocabulary does not name. */
  readonly unread: readonly string[];
  /** Claims of the pages that serve as evidence only, and what cannot be read of them; read when asked for. */
  readonly evidence: () => Pick<DocsReading, 'claims' | 'errors'>;
}

/** Reads every page of the documentation that the vocabulary names. The order of the files does not matter. */
export function readDocs(files: readonly DocFile[], vocabulary: Vocabulary): DocsReading {
  const { pages, errors: unplaced, unread } = findPages(files, vocabulary);
  const evidence = glueEvidence(pages, vocabulary);
  const readPage = (page: DocPage): PermissionPage =>
    readPermissionPage(page.content(), page.path, vocabulary, evidence(page));

  const claims: Claim[] = [];
  const apiPages: ApiPage[] = [];
  const errors: PageError[] = [...unplaced];
  for (const page of pages.filter(({ set }) => set.evidence === undefined)) {
    const permission = readPage(page);
    claims.push(...claimsOf(page, permission));
    errors.push(...errorsOf(page, permission));
    if (permission.tables.length > 0) continue;
    const api = readApiPage(page.content(), vocabulary);
    if (api !== undefined) apiPages.push({ ...placeOf(page), ...api });
    else if (permission.problems.length === 0) {
      errors.push({ page: page.path, message: 'no readable permission table and no API description' });
    }
  }
  return {
    claims,
    apiPages,
    errors,
    unread,
    evidence: () => {
      const older = pages.filter(({ set }) => set.evidence === true);
      const readings = older.map((page) => [page, readPage(page)] as const);
      return {
        claims: readings.flatMap(([page, permission]) => claimsOf(page, permission)),
        errors: readings.flatMap(([page, permission]) => errorsOf(page, permission)),
      };
    },
  };
}

function claimsOf(page: DocPage, { tables }: PermissionPage): Claim[] {
  const place = placeOf(page);
  // Thousands of claims: spreading two objects into a third takes ten times as long.
  return tables.flatMap(({ table, rows }) => rows.map((row) => Object.assign({ table }, place, row)));
}

function errorsOf({ path }: DocPage, { problems }: PermissionPage): PageError[] {
  return problems.map((message) => ({ page: path, message }));
}

function placeOf({ path, set, source, status }: DocPage) {
  return {
    cloud: set.cloud,
    docs: set.docs,
    page: path,
    ...(source === undefined ? {} : { source }),
    status,
    service: set.service,
  };
}
