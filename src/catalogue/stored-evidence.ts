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
  extends Pick<
      Claim,
      'page' | 'table' | 'row' | 'titleEn' | 'method' | 'query' | 'identityActions' | 'lost' | 'problem'
    >,
    Partial<Pick<Claim, 'api' | 'status' | 'title' | 'path' | 'deprecated' | 'repairs'>>,
    Partial<Omit<Requirement, 'actions' | 'narrowing'>> {
  readonly actions?: readonly StoredAction[];
  /** `null`: the page does not say, though another one of the entry does. */
  readonly narrowing?: Requirement['narrowing'] | null;
}

export type StoredApiPage = Pick<ApiPage, 'page' | 'success' | 'errors'> &
  Partial<Pick<ApiPage, 'title' | 'path' | 'deprecated' | 'pathParameters' | 'bodyParameters'>>;

/** What pages say of one entry. */
export interface StoredEvidence {
  readonly titleZh?: string;
  readonly claims?: readonly StoredClaim[];
  readonly apiPages?: readonly StoredApiPage[];
}

/** The title that claims and API pages of an entry have where none is written beside them: most are Chinese. */
export function titleOfClaims({ title, titleZh = title }: Pick<EvidencedEntry, 'title' | 'titleZh'>): string {
  return titleZh;
}

type Place = Pick<Entry, 'cloud' | 'service'>;

/** What a stored entry's pages say of it. @throws when a page is missing from the list. */
export function restoreEvidence(
  { titleZh, claims = [], apiPages = [] }: StoredEvidence,
  entry: Entry,
  pages: ReadonlyMap<string, StoredPage>,
): Pick<EvidencedEntry, 'titleZh' | 'claims' | 'apiPages'> {
  const { cloud, service, method, path, deprecated } = entry;
  const title = titleZh ?? entry.title;
  // Where an API answers for every method, its claims name none.
  const named = method === anyMethod ? {} : { method };
  const { narrowing: ofEntry, ...shared } = { ...requirementOf(entry), title, path, deprecated };
  return {
    ...(titleZh === undefined ? {} : { titleZh }),
    claims: claims.map(({ actions, narrowing = ofEntry, ...claim }) => ({
      api: 1,
      repairs: [],
      ...shared,
      ...named,
      ...(actions === undefined ? {} : { actions: restoreActions(actions) }),
      ...(narrowing === undefined || narrowing === null ? {} : { narrowing }),
      ...factsOf(claim.page, pages),
      ...claim,
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
  const { actions = [], narrowing, ...claim } = stored;
  return {
    api: 1,
    title: '',
    dependencies: [],
    prerequisites: [],
    scopes: { project: null, enterpriseProject: null },
    governed: true,
    deprecated: false,
    repairs: [],
    ...factsOf(claim.page, pages),
    ...claim,
    actions: restoreActions(actions),
    ...(narrowing === undefined || narrowing === null ? {} : { narrowing }),
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
