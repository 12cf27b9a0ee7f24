import type { Entry } from './entry.ts';

/** What happens to resources of a plan; a replacement deletes and creates. `read`: data sources, and what a plan only looks at. */
export const planChanges = ['create', 'update', 'delete', 'read'] as const;
export type PlanChangeKind = (typeof planChanges)[number];

/**
 * Why a call is not known: its host belongs to no cloud that the catalogue has; the catalogue does not have its service, or not
 * its path; or what it does is told by its query, which is not read;
 * or its host belongs to the cloud that is not asked about.
 */
export type UnknownCall = 'host' | 'service' | 'path' | 'query' | 'cloud';

/** How often calls were made, and what became of them. */
export interface CallTally {
  readonly count: number;
  /** How many of them the cloud refused (403). */
  readonly refused: number;
  /** How many of them it may have refused: the log does not show which of the calls made at that time it was. */
  readonly maybeRefused: number;
}

/** Of a call that a plan makes. */
export interface PlanOfCall {
  /** The types of resources that make it, sorted; of a log none. */
  readonly types: readonly string[];
  /** What has to happen to them. */
  readonly changes: readonly PlanChangeKind[];
  /** Nothing says that these changes make this call of the types: it may be another change's. */
  readonly assumed: boolean;
}

/** APIs that are called, with how often and why. */
export interface NeededCall extends CallTally, PlanOfCall {
  /** All that the call may be one of: of several clouds, or of operations behind one path. */
  readonly entries: readonly Entry[];
}

/** A call that the catalogue does not know. */
export interface UnknownNeed extends CallTally, PlanOfCall {
  /** Method and path, and the host where the log has it. */
  readonly call: string;
  readonly because: UnknownCall;
  readonly service?: string;
  /** APIs near it, as `METHOD path`. */
  readonly near: readonly string[];
}

/** A type of Terraform's resources of which nothing is known. */
export interface UnknownType {
  readonly type: string;
  readonly mode: 'resource' | 'data';
  readonly count: number;
  /** Of a provider whose types are known: it is newer than the table, or misspelt. */
  readonly isCovered: boolean;
}

/** What a log or a plan needs. */
export interface CallNeeds {
  readonly calls: readonly NeededCall[];
  readonly unknown: readonly UnknownNeed[];
  readonly unknownTypes: readonly UnknownType[];
  /** How many calls got credentials. */
  readonly signIns: number;
  /** How many calls need no permission. */
  readonly free: number;
}
