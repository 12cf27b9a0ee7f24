import { type Claim, isSiteSource } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { EvidencedEntry } from '../model/entry.ts';

/** What one file of `rules/catalogue/<cloud>/<service>.yaml` holds. */
export interface CatalogueFile {
  readonly cloud: Cloud;
  readonly service: string;
  readonly entries: readonly EvidencedEntry[];
  readonly looseClaims: readonly Claim[];
}

/**
 * Whether current permission tables of the service were read as a whole: from a documentation repository, or from a copy of the
 * help site that has every row.
 */
export function isCurrent({ entries, looseClaims }: CatalogueFile): boolean {
  const isOfWhole = ({ status, source }: Claim) =>
    status === 'current' && (!isSiteSource(source) || source.complete);
  return entries.some(({ claims }) => claims.some(isOfWhole)) || looseClaims.some(isOfWhole);
}

/** Whether some current page is stored in part. */
export function isHeldInPart({ entries, looseClaims }: CatalogueFile): boolean {
  const isOfPart = ({ status, source }: Claim) =>
    status === 'current' && isSiteSource(source) && !source.complete;
  return entries.some(({ claims }) => claims.some(isOfPart)) || looseClaims.some(isOfPart);
}
