import type { Claim, PageSource, PageStatus } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { ApiPage, Entry, EvidencedEntry } from '../model/entry.ts';
import { compareText } from './order.ts';

/** What one file of `rules/catalogue/<cloud>/<service>.yaml` holds. */
export interface CatalogueFile {
  readonly cloud: Cloud;
  readonly service: string;
  readonly entries: readonly EvidencedEntry[];
  readonly looseClaims: readonly Claim[];
}

/** A page, once for all its claims. */
export interface StoredPage {
  readonly page: string;
  readonly docs: string;
  readonly status: PageStatus;
  readonly source?: PageSource;
}

/** What a claim says beside the facts of its page; what its entry says too is left out. */
type Stated = Pick<Claim, 'title' | 'path' | keyof StatedDefaults>;
type StatedDefaults = Pick<
  Claim,
  'actions' | 'dependencies' | 'prerequisites' | 'scopes' | 'governed' | 'deprecated'
>;

export type StoredClaim = Pick<Claim, 'page' | 'table' | 'row' | 'api' | 'method' | 'query' | 'problem'> &
  Partial<Stated> & { readonly repairs?: readonly string[] };

export type StoredApiPage = Pick<
  ApiPage,
  'page' | 'pathParameters' | 'bodyParameters' | 'success' | 'errors'
> &
  Partial<Pick<ApiPage, 'title' | 'path' | 'deprecated'>>;

export type StoredEntry = Omit<Entry, 'cloud' | 'service'> & {
  readonly claims: readonly StoredClaim[];
  readonly apiPages?: readonly StoredApiPage[];
};

/** The file as it is written: pages once, claims as differences from their entry. */
export interface StoredCatalogue {
  readonly cloud: Cloud;
  readonly service: string;
  readonly pages: readonly StoredPage[];
  readonly entries: readonly StoredEntry[];
  readonly looseClaims?: readonly StoredClaim[];
}

const statedMembers = [
  'title',
  'path',
  'actions',
  'dependencies',
  'prerequisites',
  'scopes',
  'governed',
  'deprecated',
] as const satisfies readonly (keyof Stated)[];

/** Puts a catalogue file into the form in which it is written. */
export function storeCatalogue({ cloud, service, entries, looseClaims }: CatalogueFile): StoredCatalogue {
  const witnesses = [...entries.flatMap((entry) => [...entry.claims, ...entry.apiPages]), ...looseClaims];
  const pages = new Map(witnesses.map((witness) => [witness.page, pageOf(witness)]));
  return {
    cloud,
    service,
    pages: [...pages.values()].sort((one, other) => compareText(one.page, other.page)),
    entries: entries.map(storeEntry),
    ...(looseClaims.length === 0
      ? {}
      : { looseClaims: looseClaims.map((claim) => storeClaim(claim, undefined)) }),
  };
}

/** Takes a catalogue file out of the form in which it is written; `page` is a page that is missing from the list. */
export function restoreCatalogue(
  stored: StoredCatalogue,
):
  | { readonly ok: true; readonly file: CatalogueFile }
  | { readonly ok: false; readonly page: string; readonly entry: string } {
  const { cloud, service } = stored;
  const pages = new Map(stored.pages.map((page) => [page.page, page]));
  const nameOf = (entry: StoredEntry) => `${entry.method} ${entry.path}`;
  for (const entry of stored.entries) {
    for (const { page } of [...entry.claims, ...(entry.apiPages ?? [])]) {
      if (!pages.has(page)) return { ok: false, page, entry: nameOf(entry) };
    }
  }
  for (const { page } of stored.looseClaims ?? [])
    if (!pages.has(page)) return { ok: false, page, entry: 'looseClaims' };
  const factsOf = (page: string) => ({ cloud, service, ...(pages.get(page) as StoredPage) });
  const restoreClaim = (claim: StoredClaim, entry: StoredEntry | undefined): Claim => {
    const shared = entry === undefined ? {} : { ...pick(entry, statedMembers), method: entry.method };
    return { ...shared, ...claim, repairs: claim.repairs ?? [], ...factsOf(claim.page) } as Claim;
  };
  return {
    ok: true,
    file: {
      cloud,
      service,
      entries: stored.entries.map((entry) => ({
        ...entry,
        cloud,
        service,
        claims: entry.claims.map((claim) => restoreClaim(claim, entry)),
        apiPages: (entry.apiPages ?? []).map((page) => ({
          title: entry.title,
          path: entry.path,
          deprecated: entry.deprecated,
          method: entry.method,
          ...page,
          ...factsOf(page.page),
        })),
      })),
      looseClaims: (stored.looseClaims ?? []).map((claim) => restoreClaim(claim, undefined)),
    },
  };
}

function pageOf({ page, docs, status, source }: Claim | ApiPage): StoredPage {
  return { page, docs, status, ...(source === undefined ? {} : { source }) };
}

function storeEntry(entry: EvidencedEntry): StoredEntry {
  const { cloud: _cloud, service: _service, claims, apiPages, ...facts } = entry;
  return {
    ...facts,
    claims: claims.map((claim) => storeClaim(claim, entry)),
    ...(apiPages.length === 0 ? {} : { apiPages: apiPages.map((page) => storeApiPage(page, entry)) }),
  };
}

/** Members of which an entry says the same are left out; they are never absent from a claim, so none is lost. */
function storeClaim(claim: Claim, entry: EvidencedEntry | undefined): StoredClaim {
  const { page, table, row, api, method, query, repairs, problem } = claim;
  const own = statedMembers.filter((member) => entry === undefined || !isSame(claim[member], entry[member]));
  return {
    page,
    table,
    row,
    api,
    ...(method === undefined || entry !== undefined ? {} : { method }),
    ...(query === undefined ? {} : { query }),
    ...pick(claim, own),
    ...(repairs.length === 0 ? {} : { repairs }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function storeApiPage(page: ApiPage, entry: EvidencedEntry): StoredApiPage {
  const own = (['title', 'path', 'deprecated'] as const).filter((member) => page[member] !== entry[member]);
  const { pathParameters, bodyParameters, success, errors } = page;
  return { page: page.page, ...pick(page, own), pathParameters, bodyParameters, success, errors };
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function pick<Whole extends object, Member extends keyof Whole>(
  whole: Whole,
  members: readonly Member[],
): Partial<Pick<Whole, Member>> {
  return Object.fromEntries(
    members.flatMap((member) => (whole[member] === undefined ? [] : [[member, whole[member]] as const])),
  ) as Partial<Pick<Whole, Member>>;
}
