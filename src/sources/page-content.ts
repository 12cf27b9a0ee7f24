import { type ApiPageContent, readApiPage } from './api-page.ts';
import type { DocPage } from './doc-pages.ts';
import { type PermissionTable, readPermissionPage } from './permission-page.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a page is about. Each kind is read by one file: `permission-page.ts`, `api-page.ts`. */
type PageContent =
  | { readonly kind: 'permissions'; readonly tables: readonly PermissionTable[] }
  | { readonly kind: 'api'; readonly api: ApiPageContent }
  | { readonly kind: 'neither' };

/** Reads a page of whichever kind; `problems` says in words what could not be read, the whole page where it is neither. */
export function readPageContent(
  page: DocPage,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): { readonly content: PageContent; readonly problems: readonly string[] } {
  const { tables, problems } = readPermissionPage(page, vocabulary, evidence);
  if (tables.length > 0) return { content: { kind: 'permissions', tables }, problems };
  const api = readApiPage(page.content(), vocabulary);
  if (api !== undefined) return { content: { kind: 'api', api }, problems };
  const nothing = ['no readable permission table and no API description'];
  return { content: { kind: 'neither' }, problems: problems.length > 0 ? problems : nothing };
}
