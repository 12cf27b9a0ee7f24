import type { ApiMethod, PageStatus, Requirement } from './claim.ts';
import type { Cloud } from './cloud.ts';

/** What a page, or a cloud's current pages together, say of an API. */
export interface ConflictingStatement extends Requirement {
  readonly cloud: Cloud;
  readonly status: PageStatus;
  readonly page: string;
  /** Absent for API pages, which have no permission table. */
  readonly table?: number;
  readonly row?: number;
  readonly date?: string;
  readonly commit?: string;
}

/** How documentation disagrees with itself about an API. */
export const conflictKinds = [
  /** Current pages of one cloud require different things. */
  'pages-disagree',
  /** A newer page asks for other actions than an older one, and nobody knows whether the older ones still count. */
  'renamed',
  /** An older version of the documentation required something else. */
  'versions-disagree',
  /** The documentation of a variant of the cloud requires something else. */
  'variant-disagrees',
  /** The clouds require different actions. */
  'clouds-disagree',
  /** Only pages that are not current name the API. */
  'no-current-page',
  /** An API page describes the API, but no permission table names it. */
  'no-permission-table',
  /** Only one cloud's permission tables name the API. */
  'one-cloud-only',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Members of a requirement, as conflicts name them. */
export type RequirementMember = 'actions' | 'dependencies' | 'prerequisites' | 'scopes' | 'governed';

export interface Conflict {
  readonly kind: ConflictKind;
  readonly service: string;
  readonly method: ApiMethod;
  readonly path: string;
  readonly operation?: string;
  readonly title: string;
  /** In what the statements differ; empty where only one side speaks. */
  readonly differs: readonly RequirementMember[];
  /** Deciding statements first. */
  readonly statements: readonly ConflictingStatement[];
}
