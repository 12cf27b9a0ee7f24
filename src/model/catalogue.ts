import type { Claim } from './claim.ts';
import type { Cloud } from './cloud.ts';
import type { Entry, EvidencedEntry } from './entry.ts';

/** What is known of an action name in one cloud. */
export interface KnownAction {
  /** The name as documented, e.g. `ims:serverImages:create`. */
  readonly action: string;
  readonly clouds: readonly Cloud[];
  /** `api`: a permission table lists it for an API. `dependency`: named only as another action's dependency. */
  readonly known: 'api' | 'dependency';
}

/** Whether a service's grants are global, per project, or both; `null` where no source says so. */
export type ServiceLevel = 'global' | 'project' | 'both' | null;

/** A service code that exists, whether or not the catalogue covers it. */
export interface Service {
  readonly code: string;
  readonly name: string;
  readonly level: ServiceLevel;
  /** Other codes of the same service. */
  readonly aliases: readonly string[];
}

/** The catalogue as the engine asks it. Everything is loaded when first asked for. */
export interface Catalogue {
  /** Every known service code, covered or not. */
  services(): readonly Service[];
  /** Whether the catalogue has the service's permission tables. `service` is a lower-case code. */
  covers(service: string): boolean;
  /** Codes of the covered services, sorted. */
  covered(): readonly string[];
  /** Date of the newest page read for the service, `YYYY-MM-DD`. */
  date(service: string): string | undefined;
  /** Known actions of a service, sorted by name; empty for a service that is not covered. */
  actions(service: string): readonly KnownAction[];
  /** The service's APIs in both clouds, sorted by path, method and cloud. */
  entries(service: string): readonly Entry[];
  /** The same entries with their claims and API pages. */
  evidence(service: string): readonly EvidencedEntry[];
  /** Claims that belong to no entry (no method and path), of a service. */
  looseClaims(service: string): readonly Claim[];
}
