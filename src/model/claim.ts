import type { Cloud } from './cloud.ts';

/** HTTP methods that documentation pages name. */
export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** Of an API whose pages name a path and no method: it answers for every one. */
export const anyMethod = 'ANY' as const;
export type ApiMethod = HttpMethod | typeof anyMethod;

/** How much a page counts: only `current` pages decide. */
export type PageStatus = 'current' | 'superseded' | 'variant' | 'retired';

/** Where a documentation page comes from, as `SOURCES.tsv` records it. */
export interface PageSource {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
  /** Date of the page's last change, `YYYY-MM-DD`. */
  readonly date: string;
}

/** An action that a row requires. */
export interface RequiredAction {
  /** Action or pattern as the page prints it, after recorded repairs. */
  readonly action: string;
  /** Use-case id that the action is needed for; the page's phrase where no id is known. Absent: always needed. */
  readonly when?: string;
}

/** An action that has to be granted besides a required one, because the operation depends on it. */
export interface Dependency {
  readonly action: string;
  /** The row's own action that the page nests the dependency under. */
  readonly for?: string;
  /** Use-case id, as for {@link RequiredAction.when}. */
  readonly when?: string;
}

/** A system-defined role that a note beside the row asks for. */
export interface RoleName {
  /** Display name, e.g. `Tenant Administrator`. */
  readonly role: string;
  /** Code of the service that the role is asked for in (`obs`), where the page says so. */
  readonly service?: string;
}

/** A documented precondition besides the actions: one of the roles has to be granted too. */
export interface Prerequisite {
  readonly anyOf: readonly RoleName[];
  /** Use-case id, as for {@link RequiredAction.when}. */
  readonly when?: string;
}

/** Whether the row counts for grants in IAM projects and in enterprise projects; `null`: the page does not say. */
export interface ScopeMarks {
  readonly project: boolean | null;
  readonly enterpriseProject: boolean | null;
  /** A note beside the row limits the enterprise projects that the mark holds for to the default one. */
  readonly enterpriseProjectOnly?: 'default';
}

/** What an API needs, as one claim or one entry states it. */
export interface Requirement {
  readonly actions: readonly RequiredAction[];
  readonly dependencies: readonly Dependency[];
  readonly prerequisites: readonly Prerequisite[];
  readonly scopes: ScopeMarks;
  /**
   * `true`: actions govern the API. `false`: the page says that no authorization is needed.
   * `null`: the page prints `N/A`, `-` or `无` in place of an action.
   */
  readonly governed: boolean | null;
}

/** What one API of one row of one table of one page says. Nothing is dropped: an unreadable row has a `problem`. */
export interface Claim extends Requirement {
  readonly cloud: Cloud;
  /** Document set, e.g. `ims` or `image-management-service`. */
  readonly docs: string;
  /** Path below the documentation root, with its cloud folder. */
  readonly page: string;
  /** Table of the page that holds the row, from 1. */
  readonly table: number;
  /** Row of the table, from 1, header rows not counted. */
  readonly row: number;
  /** API of the row, from 1: a row can name several. */
  readonly api: number;
  readonly source?: PageSource;
  readonly status: PageStatus;
  /** Service code of the endpoint, e.g. `ims`. */
  readonly service: string;
  readonly title: string;
  readonly method?: HttpMethod;
  /** Path template, e.g. `/v2/images/{image_id}`. */
  readonly path?: string;
  readonly query?: string;
  readonly deprecated: boolean;
  /** What the reader repaired, in words. */
  readonly repairs: readonly string[];
  /** Why the row could not be read in full, in words. */
  readonly problem?: string;
}
