import { segmentsOf } from '../model/action.ts';
import type { KnownAction, Mention, Service } from '../model/catalogue.ts';
import type { Cloud } from '../model/cloud.ts';
import { clouds } from '../model/cloud.ts';
import type { Entry } from '../model/entry.ts';
import type { StoredClaim, StoredEvidence, StoredPage } from './stored-evidence.ts';

/** `index.json`: what every run needs to know of the catalogue. */
export interface IndexData {
  readonly services: readonly Service[];
  /** Services of which anything is known, by code. */
  readonly known: Readonly<Record<string, KnownService>>;
}

export interface KnownService {
  /** Clouds whose permission tables were read, retired ones included. */
  readonly tables: readonly Cloud[];
  /** Those of them whose tables are current. */
  readonly current: readonly Cloud[];
  /** Clouds of whose current pages some are stored in part. */
  readonly inPart: readonly Cloud[];
  /** Clouds whose documentation names actions of the service. */
  readonly named: readonly Cloud[];
  /** Date of the newest page with a permission table of the service, for each cloud that has one. */
  readonly dates: Readonly<Partial<Record<Cloud, string>>>;
}

/** `actions/<service>.json`: what linting needs to know of a service that a policy names. */
export type ActionsData = readonly PackedAction[];

/** An action without the members that say the usual: both clouds, an API's, writes. */
export type PackedAction = Pick<KnownAction, 'action' | 'spellings' | 'deprecated' | 'renamed' | 'concerns'> &
  Partial<Pick<KnownAction, 'clouds' | 'known' | 'access'>>;

export function unpackAction(packed: PackedAction): KnownAction {
  return { clouds, known: 'api', access: 'write', resourceType: segmentsOf(packed.action)[1], ...packed };
}

/** `<service>.json`: the entries of both clouds, in their order. */
export interface ServiceData {
  readonly entries: readonly PackedEntry[];
}

/** `<service>.claims.json`: the evidence for each entry of `<service>.json`, by position, and what has no entry. */
export interface ServiceClaimsData {
  readonly pages: readonly StoredPage[];
  readonly evidence: readonly StoredEvidence[];
  readonly looseClaims: readonly { readonly cloud: Cloud; readonly claims: readonly StoredClaim[] }[];
  readonly mentions: readonly Mention[];
}

type Omissible = 'actions' | 'dependencies' | 'prerequisites' | 'governed' | 'deprecated' | 'service';

/** An entry without the members that say the usual: nothing asked for, governed, not deprecated. */
export type PackedEntry = Omit<Entry, Omissible> & Partial<Pick<Entry, Exclude<Omissible, 'service'>>>;

export function unpackEntry(entry: PackedEntry, service: string): Entry {
  return {
    service,
    actions: [],
    dependencies: [],
    prerequisites: [],
    governed: true,
    deprecated: false,
    ...entry,
  };
}
