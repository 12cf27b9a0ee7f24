import type { KnownAction, Service } from '../model/catalogue.ts';
import type { Claim } from '../model/claim.ts';
import type { ApiPage, Entry, EvidencedEntry } from '../model/entry.ts';

/** `index.json`: all that linting needs to know of the catalogue. */
export interface IndexData {
  readonly services: readonly Service[];
  readonly covered: Readonly<Record<string, CoveredService>>;
}

export interface CoveredService {
  readonly date?: string;
  readonly actions: readonly KnownAction[];
}

/** `<service>.json`: the entries of both clouds, in their order. */
export interface ServiceData {
  readonly entries: readonly PackedEntry[];
}

/** `<service>.claims.json`: the evidence for each entry of `<service>.json`, by position. */
export interface ServiceClaimsData {
  readonly evidence: readonly { readonly claims: readonly Claim[]; readonly apiPages: readonly ApiPage[] }[];
  readonly looseClaims: readonly Claim[];
}

type Omissible = 'actions' | 'dependencies' | 'prerequisites' | 'governed' | 'deprecated';

/** An entry without the members that say the usual: nothing asked for, governed, not deprecated. */
export type PackedEntry = Omit<Entry, Omissible> & Partial<Pick<Entry, Omissible>>;

export function packEntry(entry: EvidencedEntry): PackedEntry {
  const { claims: _claims, apiPages: _apiPages, ...whole } = entry;
  const { actions, dependencies, prerequisites, governed, deprecated, ...rest } = whole;
  return {
    ...rest,
    ...(actions.length === 0 ? {} : { actions }),
    ...(dependencies.length === 0 ? {} : { dependencies }),
    ...(prerequisites.length === 0 ? {} : { prerequisites }),
    ...(governed === true ? {} : { governed }),
    ...(deprecated ? { deprecated } : {}),
  };
}

export function unpackEntry(entry: PackedEntry): Entry {
  return { actions: [], dependencies: [], prerequisites: [], governed: true, deprecated: false, ...entry };
}
