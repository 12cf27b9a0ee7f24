import type { ApiMethod, Claim, HttpMethod, PageSource, PageStatus, Requirement } from './claim.ts';
import type { Cloud } from './cloud.ts';

/** A parameter that an API page documents. */
export interface ApiParameter {
  readonly name: string;
  /** `null`: the page does not say. */
  readonly mandatory: boolean | null;
  readonly type: string;
}

/** What an API reference page says of one API. */
export interface ApiPage {
  readonly cloud: Cloud;
  readonly docs: string;
  readonly page: string;
  readonly source?: PageSource;
  readonly status: PageStatus;
  readonly service: string;
  readonly title: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly pathParameters: readonly ApiParameter[];
  readonly bodyParameters: readonly ApiParameter[];
  /** HTTP status codes of success. */
  readonly success: readonly number[];
  /** HTTP status codes of failure. */
  readonly errors: readonly number[];
  readonly deprecated: boolean;
}

/** The identity of an API: two claims with the same key speak of the same API. */
export interface EntryKey {
  readonly cloud: Cloud;
  readonly service: string;
  readonly method: ApiMethod;
  readonly path: string;
  /** Tells apart rows that share method and path (`/action` bodies). */
  readonly operation?: string;
}

/** What an older page asked for. */
export interface OlderRequirement extends Requirement {
  readonly page: string;
}

/** Pages of different age that ask for different actions. */
export interface RenamedRequirement {
  /** The page that decides. */
  readonly page: string;
  /** Newest first. */
  readonly older: readonly OlderRequirement[];
}

/** What decisions need to know of one API of one cloud. */
export interface Entry extends EntryKey, Requirement {
  /** In English. */
  readonly title: string;
  /** Whose the title is, where no page of the cloud has an English one: the other cloud's page, or our translation. */
  readonly titleBy?: Cloud | 'iamscope';
  readonly deprecated: boolean;
  /** Why the requirement is not known: no permission table names the API, or its row could not be read. */
  readonly problem?: string;
  /** Where current pages of the cloud disagree: what each of them states; the entry itself is their union. */
  readonly disputed?: readonly Requirement[];
  /** Where older pages of the cloud ask for other actions: who has those only may or may not be refused. */
  readonly renamed?: RenamedRequirement;
  /** No permission table of this cloud names the API; only an API page does. */
  readonly undocumentedRequirement?: true;
}

/** An entry with its titles in both languages. */
export interface TitledEntry extends Entry {
  /** The Chinese title, where a page has one. */
  readonly titleZh?: string;
}

/** An entry with everything that was read about it. */
export interface EvidencedEntry extends TitledEntry {
  /** Every claim, current ones first, then by page and row. */
  readonly claims: readonly Claim[];
  readonly apiPages: readonly ApiPage[];
}
