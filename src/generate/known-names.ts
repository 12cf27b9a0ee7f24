import type { Catalogue } from '../model/catalogue.ts';
import { namedActions } from '../model/claim.ts';

/** Every action that is known of the services of either cloud, and every action and pattern that an API asks for, today or once. */
export function knownNames(catalogue: Catalogue): readonly string[] {
  const documented = catalogue
    .known()
    .flatMap((service) => catalogue.documented(service).map(({ known }) => known.action));
  const required = catalogue
    .covered()
    .flatMap((service) => catalogue.entries(service))
    .flatMap((entry) =>
      [entry, ...(entry.disputed ?? []), ...(entry.renamed?.older ?? [])].flatMap(namedActions),
    );
  return [...new Set([...documented, ...required])];
}
