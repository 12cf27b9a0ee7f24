import type { Cloud } from './cloud.ts';

/** HTTP methods that documentation pages name. */
export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** Of an API whose pages name a path and no method: it answers for every one. */
export const anyMethod = 'ANY' as const;
export type ApiMethod = HttpMethod | typeof anyMethod;

/** How much a page counts: only `current` pages decide. */
export type PageStatus = 'current' | 'superseded' | 'variant' | 'retired';

/** Where a documentation page comes from, as the `SOURCES.tsv` beside it records: a repository, or the help site. */
export type PageSource = RepositorySource | SiteSource;

/** A page of a documentation repository. */
export interface RepositorySource {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
  /** Date of the page's last change, `YYYY-MM-DD`. */
  readonly date: string;
}

/** A stored copy of a page of the help site. */
export interface SiteSource {
  readonly url: string;
  /** Date that the page prints, `YYYY-MM-DD`; `null`: it prints none. */
  readonly date: string | null;
  /** Whether the copy has every row of the page's tables. */
  readonly complete: boolean;
}

/** Whether a page is a stored copy of the help site, in which an empty cell says that the copy lost what it held. */
export function isSiteSource(source: PageSource | undefined): source is SiteSource {
  return source !== undefined && 'url' in source;
}

/** Date and commit of a page, as far as its source has them. */
export function originOf(source: PageSource | undefined): {
  readonly date?: string;
  readonly commit?: string;
} {
  if (source === undefined) return {};
  const date = source.date === null ? {} : { date: source.date };
  return isSiteSource(source) ? date : { ...date, commit: source.commit };
}

/** An action that a row requires, or several of which one is enough. */
export type RequiredAction = NamedAction | ActionChoice;

export interface NamedAction {
  /** Action or pattern as the page prints it, after recorded repairs. */
  readonly action: string;
  readonly anyOf?: undefined;
  /** Use-case id that the action is needed for; the page's phrase where no id is known. Absent: always needed. */
  readonly when?: string;
}

/** "`a` or `b`" in one cell: met by either, refused only if all are refused. */
export interface ActionChoice {
  /** Two or more, as the page prints them. */
  readonly anyOf: readonly string[];
  readonly action?: undefined;
  /** As for {@link NamedAction.when}. */
  readonly when?: string;
}

/** The names of a required action: one, or those of which one is enough. */
export function namesOf({ action, anyOf }: RequiredAction): readonly string[] {
  return anyOf ?? [action];
}

/** The names of all required actions, in documented order. */
export function actionNames(required: readonly RequiredAction[]): string[] {
  return required.flatMap(namesOf);
}

/** Every action that is named: the required ones, then the dependencies that are known. */
export function namedActions({
  actions,
  dependencies,
}: Pick<Requirement, 'actions' | 'dependencies'>): string[] {
  return [...actionNames(actions), ...(dependencies ?? []).map(({ action }) => action)];
}

/** An action that has to be granted besides a required one, because the operation depends on it. */
export interface Dependency {
  readonly action: string;
  /** The row's own action that the page nests the dependency under. */
  readonly for?: string;
  /** Use-case id, as for {@link NamedAction.when}. */
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
  /** Use-case id, as for {@link NamedAction.when}. */
  readonly when?: string;
}

/** Whether the row counts for grants in IAM projects and in enterprise projects; `null`: the page does not say. */
export interface ScopeMarks {
  readonly project: boolean | null;
  readonly enterpriseProject: boolean | null;
  /** A note beside the row limits the enterprise projects that the mark holds for to the default one. */
  readonly enterpriseProjectOnly?: 'default';
}

/** Whether statements can limit the row's actions to single resources and to tagged ones; `null`: the page does not say. */
export interface NarrowingMarks {
  readonly resource: boolean | null;
  readonly tag: boolean | null;
}

/** What an API needs, as one claim or one entry states it. */
export interface Requirement {
  readonly actions: readonly RequiredAction[];
  /** `null`: the page's copy lost them, so that nobody knows whether there are any. */
  readonly dependencies: readonly Dependency[] | null;
  readonly prerequisites: readonly Prerequisite[];
  readonly scopes: ScopeMarks;
  /** Absent: the page does not say of either. */
  readonly narrowing?: NarrowingMarks;
  /**
   * `true`: actions govern the API. `false`: the page says that no authorization is needed.
   * `null`: the page prints `N/A`, `-` or `无` in place of an action.
   */
  readonly governed: boolean | null;
}

/** A cell of a row that the stored copy of its page lost: it is empty, or its end is cut. What an older page says there holds. */
export const losableCells = [
  'title',
  'api',
  'actions',
  'dependencies',
  'project',
  'enterpriseProject',
  'resource',
  'tag',
] as const;
export type LosableCell = (typeof losableCells)[number];

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
  /** As the page prints it. */
  readonly title: string;
  /** Our English translation of a Chinese title, of a row that belongs to no entry. */
  readonly titleEn?: string;
  readonly method?: HttpMethod;
  /** Path template, e.g. `/v2/images/{image_id}`. */
  readonly path?: string;
  readonly query?: string;
  /** Names for identity policies (Version 5.0) that the row prints beside its own actions, or in their place: never required. */
  readonly identityActions?: readonly string[];
  /** Cells that the copy of the page lost, in the order of {@link losableCells}; absent where none is. */
  readonly lost?: readonly LosableCell[];
  readonly deprecated: boolean;
  /** What the reader repaired, in words. */
  readonly repairs: readonly string[];
  /** Why the row could not be read in full, in words. */
  readonly problem?: string;
}
