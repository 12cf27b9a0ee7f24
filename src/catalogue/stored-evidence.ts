import {
  anyMethod,
  type Claim,
  type HttpMethod,
  type PageSource,
  type PageStatus,
  type RequiredAction,
  type Requirement,
} from '../model/claim.ts';
import type { ApiPage, Entry, EvidencedEntry } from '../model/entry.ts';
import { requirementOf } from './requirements.ts';

/** A required action as it is written: a bare name where it is always needed. */
export type StoredAction = string | RequiredAction;

/** A page, once for all its claims. */
export interface StoredPage {
  readonly page: string;
  readonly docs: string;
  readonly status: PageStatus;
  readonly source?: PageSource;
}

/** What a claim says beside the facts of its page; what its entry says too is left out. */
export interface StoredClaim
  extends Pick<Claim, 'page' | 'table' | 'row' | 'method' | 'query' | 'problem'>,
    Partial<Pick<Claim, 'api' | 'title' | 'path' | 'deprecated' | 'repairs'>>,
    Partial<Omit<Requirement, 'actions'>> {
  readonly actions?: readonly StoredAction[];
}

export type StoredApiPage = Pick<ApiPage, 'page' | 'success' | 'errors'> &
  Partial<Pick<ApiPage, 'title' | 'path' | 'deprecated' | 'pathParameters' | 'bodyParameters'>>;

/** What pages say of one entry. */
export interface StoredEvidence {
  readonly claims?: readonly StoredClaim[];
  readonly apiPages?: readonly StoredApiPage[];
}

type Place = Pick<Entry, 'cloud' | 'service'>;

/** What a stored entry's pages say of it. @throws when a page is missing from the list. */
export function restoreEvidence(
  { claims = [], apiPages = [] }: StoredEvidence,
  entry: Entry,
  pages: ReadonlyMap<string, StoredPage>,
): Pick<EvidencedEntry, 'claims' | 'apiPages'> {
  const { cloud, service, method, path, title, deprecated } = entry;
  // Where an API answers for every method, its claims name none.
  const named = method === anyMethod ? {} : { method };
  const shared = { ...requirementOf(entry), title, path, deprecated };
  return {
    claims: claims.map(({ actions, ...claim }) => ({
      api: 1,
      repairs: [],
      ...shared,
      ...named,
      ...(actions === undefined ? {} : { actions: restoreActions(actions) }),
      ...claim,
      ...factsOf(claim.page, pages),
      cloud,
      service,
    })),
    apiPages: apiPages.map((page) => ({
      title,
      path,
      deprecated,
      method: method as HttpMethod,
      pathParameters: [],
      bodyParameters: [],
      ...page,
      ...factsOf(page.page, pages),
      cloud,
      service,
    })),
  };
}

/** A claim without an entry. @throws when its page is missing from the list. */
export function restoreLooseClaim(
  stored: StoredClaim,
  { cloud, service }: Place,
  pages: ReadonlyMap<string, StoredPage>,
): Claim {
  const { actions = [], ...claim } = stored;
  return {
    api: 1,
    title: '',
    dependencies: [],
    prerequisites: [],
    scopes: { project: null, enterpriseProject: null },
    governed: true,
    deprecated: false,
    repairs: [],
    ...claim,
    actions: restoreActions(actions),
    ...factsOf(claim.page, pages),
    cloud,
    service,
  };
}

function factsOf(page: string, pages: ReadonlyMap<string, StoredPage>): StoredPage {
  const facts = pages.get(page);
  if (facts === undefined) throw new Error(`the page ${page} is not in the list of pages`);
  return facts;
}

/** Takes required actions out of the form in which they are written. */
export function restoreActions(actions: readonly StoredAction[]): readonly RequiredAction[] {
  return actions.map((required) => (typeof required === 'string' ? { action: required } : required));
}
