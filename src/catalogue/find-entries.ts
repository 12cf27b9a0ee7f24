import type { Catalogue } from '../model/catalogue.ts';
import type { Claim } from '../model/claim.ts';
import type { EvidencedEntry } from '../model/entry.ts';
import { compareText } from './order.ts';

/** Entries of which any claim, current or not, names the action as required or as a dependency. */
export function entriesNaming(catalogue: Catalogue, action: string): EvidencedEntry[] {
  const wanted = action.toLowerCase();
  return catalogue
    .covered()
    .flatMap((service) =>
      catalogue
        .evidence(service)
        .filter(({ claims }) =>
          claims.some((claim) =>
            [...claim.actions, ...claim.dependencies].some((named) => named.action.toLowerCase() === wanted),
          ),
        ),
    );
}

/** Every claim of the catalogue, loose ones too, by page, table, row and API. `service` narrows it to one service. */
export function allClaims(catalogue: Catalogue, service?: string): Claim[] {
  return catalogue
    .covered()
    .filter((code) => service === undefined || code === service)
    .flatMap((code) => [
      ...catalogue.evidence(code).flatMap(({ claims }) => claims),
      ...catalogue.looseClaims(code),
    ])
    .sort(
      (one, other) =>
        compareText(one.page, other.page) ||
        one.table - other.table ||
        one.row - other.row ||
        one.api - other.api,
    );
}
