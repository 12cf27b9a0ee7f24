import { readAction } from '../model/action.ts';
import type { Catalogue, KnownAction, Mention } from '../model/catalogue.ts';
import { type Claim, namedActions } from '../model/claim.ts';
import type { EvidencedEntry } from '../model/entry.ts';
import { compareText } from './order.ts';

/** Everything that names an action: APIs, rows without an API, and pages without permission tables. */
interface SourcesOfAction {
  readonly entries: readonly EvidencedEntry[];
  readonly looseClaims: readonly Claim[];
  readonly mentions: readonly Mention[];
  /** What is known of the action itself, where it is one and not a pattern. */
  readonly action?: KnownAction;
}

/** Finds everything in which any page, current or not, names the action as required or as a dependency. */
export function sourcesOfAction(catalogue: Catalogue, action: string): SourcesOfAction {
  const wanted = action.toLowerCase();
  const isNamed = (claim: Claim) => namedActions(claim).some((named) => named.toLowerCase() === wanted);
  const covered = catalogue.covered();
  const reading = readAction(action);
  const named = reading.ok && reading.pattern.concrete ? catalogue.actionsMatching(reading.pattern) : [];
  const same = named.find(({ known }) => known.action.toLowerCase() === wanted);
  return {
    entries: covered.flatMap((service) =>
      catalogue.evidence(service).filter(({ claims }) => claims.some(isNamed)),
    ),
    looseClaims: covered.flatMap((service) => catalogue.looseClaims(service).filter(isNamed)),
    mentions: catalogue
      .known()
      .flatMap((service) =>
        catalogue.mentions(service).filter((mention) => mention.action.toLowerCase() === wanted),
      ),
    ...(same === undefined ? {} : { action: same.known }),
  };
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
