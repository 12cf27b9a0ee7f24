import type { Claim, PageSource, PageStatus } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';
import { readApiPage } from './api-page.ts';
import type { Page } from './page.ts';
import { readPageSources, type SourceRecord } from './page-sources.ts';
import { readPermissionPage } from './permission-page.ts';
import { readPage } from './read-page.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import type { DocSet, Vocabulary } from './vocabulary.ts';

/** A file below the documentation root: its path with `/`, and its text. */
export interface DocFile {
  readonly path: string;
  readonly text: string;
}

/** A page that cannot be read, and why, in words. */
export interface PageError {
  readonly page: string;
  readonly message: string;
}

export interface DocsReading {
  readonly claims: readonly Claim[];
  readonly apiPages: readonly ApiPage[];
  readonly errors: readonly PageError[];
  /** Pages of folders that the vocabulary does not name. */
  readonly unread: readonly string[];
}

interface KnownPage {
  readonly path: string;
  readonly page: Page;
  readonly set: DocSet;
  readonly source?: PageSource;
  readonly status: PageStatus;
}

/** Reads every page of the documentation that the vocabulary names. The order of the files does not matter. */
export function readDocs(files: readonly DocFile[], vocabulary: Vocabulary): DocsReading {
  const sources = new Map<string, SourceRecord>();
  for (const file of files) {
    if (!/(?:^|\/)SOURCES\.tsv$/u.test(file.path)) continue;
    for (const [page, record] of readPageSources(file.text)) sources.set(page, record);
  }
  const pages: KnownPage[] = [];
  const unread: string[] = [];
  const errors: PageError[] = [];
  for (const file of files.filter(({ path }) => /\.(?:md|rst|txt)$/u.test(path)).sort(byPath)) {
    const sets = vocabulary.data.docSets.sets.filter(({ folder }) => file.path.startsWith(`${folder}/`));
    if (sets.length === 0) {
      unread.push(file.path);
      continue;
    }
    const page = readPage(file.text);
    const set = sets.find(({ form }) => form === undefined || form === page.form);
    const record = sources.get(file.path);
    const status = set?.status ?? vocabulary.data.docSets.kinds[record?.kind ?? 'current'];
    if (set === undefined || status === undefined) {
      errors.push({
        page: file.path,
        message:
          set === undefined ? `no set for ${page.form} pages` : `kind \`${record?.kind}\` is not known`,
      });
      continue;
    }
    pages.push({
      path: file.path,
      page,
      set,
      status,
      ...(record === undefined ? {} : { source: record.source }),
    });
  }

  const evidence = evidenceOf(pages, vocabulary);
  const claims: Claim[] = [];
  const apiPages: ApiPage[] = [];
  for (const page of pages) {
    const permission = readPermissionPage(page.page, vocabulary, evidence(page));
    for (const { table, rows } of permission.tables) {
      for (const row of rows) claims.push({ ...placeOf(page), table, service: page.set.service, ...row });
    }
    errors.push(...permission.problems.map((message) => ({ page: page.path, message })));
    if (permission.tables.length > 0) continue;
    const api = readApiPage(page.page, vocabulary);
    if (api !== undefined) apiPages.push({ ...placeOf(page), service: page.set.service, ...api });
    else if (permission.problems.length === 0) {
      errors.push({ page: page.path, message: 'no readable permission table and no API description' });
    }
  }
  return { claims, apiPages, errors, unread };
}

function byPath(one: DocFile, other: DocFile): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

function placeOf({ path, set, source, status }: KnownPage) {
  return {
    cloud: set.cloud,
    docs: set.docs,
    page: path,
    ...(source === undefined ? {} : { source }),
    status,
  };
}

/** Versions of one page share document set and file name, a commit before the ending left out. */
function versionKey({ path, set }: KnownPage): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.[0-9a-f]{8})?\.\w+$/u, '');
  return `${set.cloud}/${set.docs}/${name}`;
}

/** For each page, the actions that other versions of it print with their line breaks. */
function evidenceOf(pages: readonly KnownPage[], vocabulary: Vocabulary): (page: KnownPage) => GlueEvidence {
  const nothing: GlueEvidence = { serviceCodes: new Set(), actions: new Set() };
  const actions = new Map<string, Set<string>>();
  for (const page of pages) {
    const found = actions.get(versionKey(page)) ?? new Set<string>();
    actions.set(versionKey(page), found);
    for (const { rows } of readPermissionPage(page.page, vocabulary, nothing).tables) {
      for (const row of rows) {
        if (row.problem === undefined) for (const { action } of row.actions) found.add(action);
      }
    }
  }
  return (page) => ({
    serviceCodes: vocabulary.serviceCodes,
    actions: actions.get(versionKey(page)) ?? nothing.actions,
  });
}
