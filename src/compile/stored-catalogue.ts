import { compareText } from '../catalogue/order.ts';
import {
  restoreEvidence,
  restoreLooseClaim,
  type StoredApiPage,
  type StoredClaim,
  type StoredEvidence,
  type StoredPage,
  titleOfClaims,
} from '../catalogue/stored-evidence.ts';
import type { Claim } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { ApiPage, Entry, EvidencedEntry, OlderRequirement, RenamedRequirement } from '../model/entry.ts';
import type { CatalogueFile } from './catalogue-file.ts';
import {
  restoreRequirement,
  type StoredRequirement,
  storeActions,
  storeRequirement,
} from './stored-requirement.ts';

/** An entry as it is written, with what pages say of it. */
interface StoredEntry extends StoredRequirement, StoredEvidence {
  readonly method: Entry['method'];
  readonly path: string;
  readonly operation?: string;
  readonly title: string;
  readonly titleBy?: Entry['titleBy'];
  readonly deprecated?: true;
  readonly problem?: string;
  readonly undocumentedRequirement?: true;
  readonly disputed?: readonly StoredRequirement[];
  readonly renamed?: { readonly page: string; readonly older: readonly StoredOlderRequirement[] };
}

type StoredOlderRequirement = StoredRequirement & Pick<OlderRequirement, 'page'>;

/** The file as it is written: pages once, claims as differences from their entry. */
export interface StoredCatalogue {
  readonly cloud: Cloud;
  readonly service: string;
  readonly pages: readonly StoredPage[];
  readonly entries: readonly StoredEntry[];
  readonly looseClaims?: readonly StoredClaim[];
}

/** Puts a catalogue file into the form in which it is written. */
export function storeCatalogue({ cloud, service, entries, looseClaims }: CatalogueFile): StoredCatalogue {
  const witnesses = [...entries.flatMap((entry) => [...entry.claims, ...entry.apiPages]), ...looseClaims];
  const pages = new Map<string, StoredPage>();
  // A page is current if any of its rows is.
  for (const witness of witnesses)
    if (witness.status === 'current' || !pages.has(witness.page)) pages.set(witness.page, pageOf(witness));
  return {
    cloud,
    service,
    pages: [...pages.values()].sort((one, other) => compareText(one.page, other.page)),
    entries: entries.map((entry) => storeEntry(entry, pages)),
    ...(looseClaims.length === 0
      ? {}
      : { looseClaims: looseClaims.map((claim) => storeClaim(claim, undefined, pages)) }),
  };
}

/** Puts an entry with its evidence into the form in which it is written. */
export function storeEntry(entry: EvidencedEntry, pages: ReadonlyMap<string, StoredPage>): StoredEntry {
  const { method, path, operation, title, titleZh, titleBy, deprecated } = entry;
  const { problem, disputed, renamed, claims, apiPages } = entry;
  return {
    method,
    path,
    ...(operation === undefined ? {} : { operation }),
    title,
    ...(titleZh === undefined ? {} : { titleZh }),
    ...(titleBy === undefined ? {} : { titleBy }),
    ...(deprecated ? { deprecated } : {}),
    ...storeRequirement(entry),
    ...(problem === undefined ? {} : { problem }),
    ...(entry.undocumentedRequirement ? { undocumentedRequirement: true } : {}),
    ...(disputed === undefined ? {} : { disputed: disputed.map(storeRequirement) }),
    ...(renamed === undefined ? {} : { renamed: storeRenamed(renamed) }),
    ...(claims.length === 0 ? {} : { claims: claims.map((claim) => storeClaim(claim, entry, pages)) }),
    ...(apiPages.length === 0 ? {} : { apiPages: apiPages.map((page) => storeApiPage(page, entry)) }),
  };
}

function storeRenamed({ page, older }: RenamedRequirement): NonNullable<StoredEntry['renamed']> {
  return { page, older: older.map((one) => ({ page: one.page, ...storeRequirement(one) })) };
}

/** What a claim without an entry says where nothing is written. */
const usual = {
  title: '',
  path: undefined,
  actions: [],
  dependencies: [],
  prerequisites: [],
  scopes: undefined,
  narrowing: undefined,
  governed: true,
  deprecated: false,
} as const;

/** Members of which the entry says the same are left out, and of a claim without an entry those that say the usual. */
function storeClaim(
  claim: Claim,
  entry: EvidencedEntry | undefined,
  pages: ReadonlyMap<string, StoredPage>,
): StoredClaim {
  const { status, page, table, row, api, method, query, title, titleEn, path } = claim;
  const { identityActions, lost, repairs, problem } = claim;
  const { actions, dependencies, prerequisites, scopes, narrowing, governed, deprecated } = claim;
  const says: typeof usual | EvidencedEntry = entry ?? usual;
  return {
    page,
    table,
    row,
    ...(status === pages.get(page)?.status ? {} : { status }),
    ...(api === 1 ? {} : { api }),
    ...(method === undefined || entry !== undefined ? {} : { method }),
    ...(path === undefined || path === says.path ? {} : { path }),
    ...(query === undefined ? {} : { query }),
    ...(title === titleOfClaims(says) ? {} : { title }),
    ...(titleEn === undefined ? {} : { titleEn }),
    ...(isSame(actions, says.actions) ? {} : { actions: storeActions(actions) }),
    ...(isSame(dependencies, says.dependencies) ? {} : { dependencies }),
    ...(isSame(prerequisites, says.prerequisites) ? {} : { prerequisites }),
    ...(isSame(scopes, says.scopes) ? {} : { scopes }),
    ...(isSame(narrowing, says.narrowing) ? {} : { narrowing: narrowing ?? null }),
    ...(governed === says.governed ? {} : { governed }),
    ...(deprecated === says.deprecated ? {} : { deprecated }),
    ...(identityActions === undefined ? {} : { identityActions }),
    ...(lost === undefined ? {} : { lost }),
    ...(repairs.length === 0 ? {} : { repairs }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function storeApiPage(page: ApiPage, entry: EvidencedEntry): StoredApiPage {
  const { title, path, deprecated, pathParameters, bodyParameters, success, errors } = page;
  return {
    page: page.page,
    ...(title === titleOfClaims(entry) ? {} : { title }),
    ...(path === entry.path ? {} : { path }),
    ...(deprecated === entry.deprecated ? {} : { deprecated }),
    ...(pathParameters.length === 0 ? {} : { pathParameters }),
    ...(bodyParameters.length === 0 ? {} : { bodyParameters }),
    success,
    errors,
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other) && (one.length === 0 || one.length !== other.length)) {
    return one.length === other.length;
  }
  return one === other || (other !== undefined && JSON.stringify(one) === JSON.stringify(other));
}

function pageOf({ page, docs, status, source }: Claim | ApiPage): StoredPage {
  return { page, docs, status, ...(source === undefined ? {} : { source }) };
}

/** Takes a catalogue file out of the form in which it is written; `page` is a page that is missing from the list. */
export function restoreCatalogue(
  stored: StoredCatalogue,
):
  | { readonly ok: true; readonly file: CatalogueFile }
  | { readonly ok: false; readonly page: string; readonly entry: string } {
  const { cloud, service } = stored;
  const pages = new Map(stored.pages.map((page) => [page.page, page]));
  for (const entry of stored.entries) {
    for (const { page } of [...(entry.claims ?? []), ...(entry.apiPages ?? [])]) {
      if (!pages.has(page)) return { ok: false, page, entry: `${entry.method} ${entry.path}` };
    }
  }
  for (const { page } of stored.looseClaims ?? [])
    if (!pages.has(page)) return { ok: false, page, entry: 'looseClaims' };
  const place = { cloud, service };
  const entries = stored.entries.map((storedEntry) => {
    const entry = restoreEntry(storedEntry, place);
    return { ...entry, ...restoreEvidence(storedEntry, entry, pages) };
  });
  const looseClaims = (stored.looseClaims ?? []).map((claim) => restoreLooseClaim(claim, place, pages));
  return { ok: true, file: { cloud, service, entries, looseClaims } };
}

/** The entry alone. */
function restoreEntry(stored: StoredEntry, { cloud, service }: Pick<Entry, 'cloud' | 'service'>): Entry {
  const { method, path, operation, title, titleBy, deprecated = false, problem, disputed, renamed } = stored;
  return {
    cloud,
    service,
    method,
    path,
    ...(operation === undefined ? {} : { operation }),
    title,
    ...(titleBy === undefined ? {} : { titleBy }),
    deprecated,
    ...restoreRequirement(stored),
    ...(problem === undefined ? {} : { problem }),
    ...(disputed === undefined ? {} : { disputed: disputed.map(restoreRequirement) }),
    ...(renamed === undefined ? {} : { renamed: restoreRenamed(renamed) }),
    ...(stored.undocumentedRequirement ? { undocumentedRequirement: true } : {}),
  };
}

function restoreRenamed({ page, older }: NonNullable<StoredEntry['renamed']>): RenamedRequirement {
  return { page, older: older.map((one) => ({ page: one.page, ...restoreRequirement(one) })) };
}
