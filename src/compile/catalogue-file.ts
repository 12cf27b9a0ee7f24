import type { Claim } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { EvidencedEntry } from '../model/entry.ts';

/** What one file of `rules/catalogue/<cloud>/<service>.yaml` holds. */
export interface CatalogueFile {
  readonly cloud: Cloud;
  readonly service: string;
  readonly entries: readonly EvidencedEntry[];
  readonly looseClaims: readonly Claim[];
}

/** Whether a current permission table of the service was read. */
export function isCurrent({ entries, looseClaims }: CatalogueFile): boolean {
  const isOfCurrent = ({ status }: Claim) => status === 'current';
  return entries.some(({ claims }) => claims.some(isOfCurrent)) || looseClaims.some(isOfCurrent);
}
