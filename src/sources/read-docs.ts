import { assertNever } from '../model/assert-never.ts';
import type { Claim } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';
import type { SiteNote } from '../model/site-note.ts';
import { type DocFile, type DocPage, findPages, type PageError } from './doc-pages.ts';
import { glueEvidence } from './glue-evidence.ts';
import { readPageContent } from './page-content.ts';
import { type PermissionTable, readPermissionPage } from './permission-page.ts';
import type { Vocabulary } from './vocabulary.ts';

export type { DocFile } from './doc-pages.ts';

export interface DocsReading {
  readonly claims: readonly Claim[];
  readonly apiPages: readonly ApiPage[];
  readonly errors: readonly PageError[];
  /** Pages of folders that the vocabulary does not name. */
  readonly unread: readonly string[];
  /** What the notes beside pages of the help site say, of those that were read. */
  readonly siteNotes: readonly SiteNote[];
  /** The heading of each page in Markdown that has one, by its path. */
  readonly headings: ReadonlyMap<string, string>;
  /** Claims of the pages that serve as evidence only, and what cannot be read of them; read when asked for. */
  readonly evidence: () => Pick<DocsReading, 'claims' | 'errors'>;
}

/** Reads every page of the documentation that the vocabulary names. The order of the files does not matter. */
export function readDocs(files: readonly DocFile[], vocabulary: Vocabulary): DocsReading {
  const { pages, errors: unplaced, unread } = findPages(files, vocabulary);
  const evidence = glueEvidence(pages, vocabulary);
  const claims: Claim[] = [];
  const apiPages: ApiPage[] = [];
  const errors: PageError[] = [...unplaced];
  for (const page of pages.filter(({ set }) => set.evidence === undefined)) {
    const { content, problems } = readPageContent(page, vocabulary, evidence(page));
    errors.push(...errorsOf(page, problems));
    switch (content.kind) {
      case 'permissions':
        claims.push(...claimsOf(page, content.tables));
        break;
      case 'api':
        apiPages.push({ ...placeOf(page), ...content.api });
        break;
      case 'neither':
        break;
      default:
        assertNever(content);
    }
  }
  return {
    claims,
    apiPages,
    errors,
    unread,
    siteNotes: pages.flatMap(({ path }) => vocabulary.siteNotes.get(path) ?? []),
    headings: headingsOf(files),
    evidence: () => {
      const older = pages.filter(({ set }) => set.evidence === true);
      const readings = older.map((page) => ({
        page,
        ...readPermissionPage(page, vocabulary, evidence(page)),
      }));
      return {
        claims: readings.flatMap(({ page, tables }) => claimsOf(page, tables)),
        errors: readings.flatMap(({ page, problems }) => errorsOf(page, problems)),
      };
    },
  };
}

/** First headings, without the anchors that some converters leave in them. */
function headingsOf(files: readonly DocFile[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ path, text }) => {
      const [, heading = ''] = /^#+[ \t]*(.*)$/mu.exec(text) ?? [];
      const plain = heading.replaceAll(/<[^>]*>/gu, '').trim();
      return path.endsWith('.md') && plain !== '' ? [[path, plain] as const] : [];
    }),
  );
}

function claimsOf(page: DocPage, tables: readonly PermissionTable[]): Claim[] {
  const place = placeOf(page);
  // Thousands of claims: spreading two objects into a third takes ten times as long.
  return tables.flatMap(({ table, rows }) =>
    rows.map((row) =>
      Object.assign({ table }, place, row.source && { page: `${page.path}#${row.row}` }, row),
    ),
  );
}

function errorsOf({ path }: DocPage, problems: readonly string[]): PageError[] {
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
