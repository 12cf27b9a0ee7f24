import type { HttpMethod } from './claim.ts';

/** Why a page of the help site is kept as evidence and never decides. */
export const variantReasons = [
  /** It is about another region's cloud. */
  'regional',
  /** It is a page of the European site. */
  'european',
  /** It is an old page, kept for its titles. */
  'old',
  /** It lists old names of identity-policy actions, not what APIs need. */
  'aliases',
] as const;
export type VariantReason = (typeof variantReasons)[number];

/** Rows of a page of which another stored copy of the same page, in an order that nobody knows, says something else. */
export interface OtherCopy {
  /** From 1. */
  readonly rows: readonly number[];
  readonly enterpriseProject: boolean;
}

/** An API whose row the copy lost, though its page asks for more than older pages do: for what, nobody can read. */
export interface CutRow {
  readonly service: string;
  readonly method: HttpMethod;
  readonly path: string;
  /** Tells the row from others of the same method and path: an action that it asks for. */
  readonly action?: string;
}

/** What is known of one page of the help site besides its text: the facts in the `note` column of its `SOURCES.tsv`. */
export interface SiteNote {
  /** Path below the documentation root. */
  readonly page: string;
  readonly variant?: VariantReason;
  /** It is not today's page: it retires no other one. Said of every page with `olderThan`, too. */
  readonly older?: true;
  /** Pages that say what is valid today where both name an API. */
  readonly olderThan?: readonly string[];
  /** Its topic id belonged to another page before: pages are the same by title and table, never by id. */
  readonly reusedId?: true;
  /** The action cells list dependencies too: the actions of other services. */
  readonly dependenciesInActions?: true;
  /** Parts of the page have no column of dependencies: an empty cell there asks for none. */
  readonly noDependencies?: true;
  /** Rows, from 1, whose action cell names actions of identity policies: no requirement of Version 1.1. */
  readonly identityRows?: readonly number[];
  /** The only rows, from 1, that the mark of deprecation in the page's heading is about. */
  readonly deprecatedRows?: readonly number[];
  readonly otherCopies?: readonly OtherCopy[];
  readonly cutRows?: readonly CutRow[];
}
