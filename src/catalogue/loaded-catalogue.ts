import type { Catalogue } from '../model/catalogue.ts';
import type { Entry, EvidencedEntry } from '../model/entry.ts';
import {
  type CoveredService,
  type IndexData,
  type ServiceClaimsData,
  type ServiceData,
  unpackEntry,
} from './compiled-data.ts';

/**
 * The catalogue over compiled data. `load` gives a data file by name (`index.json`); each is asked for once, and only
 * when a question needs it.
 */
export function createCatalogue(load: (name: string) => unknown): Catalogue {
  const files = new Map<string, unknown>();
  const file = <Data>(name: string): Data => {
    if (!files.has(name)) files.set(name, load(name));
    return files.get(name) as Data;
  };
  const index = () => file<IndexData>('index.json');
  const covered = (service: string): CoveredService | undefined =>
    Object.hasOwn(index().covered, service) ? index().covered[service] : undefined;
  const claims = (service: string) => file<ServiceClaimsData>(`${service}.claims.json`);

  const unpacked = new Map<string, readonly Entry[]>();
  const entries = (service: string): readonly Entry[] => {
    const known = unpacked.get(service);
    if (known) return known;
    const made = covered(service) ? file<ServiceData>(`${service}.json`).entries.map(unpackEntry) : [];
    unpacked.set(service, made);
    return made;
  };

  return {
    services: () => index().services,
    covers: (service) => covered(service) !== undefined,
    covered: () => Object.keys(index().covered),
    date: (service) => covered(service)?.date,
    actions: (service) => covered(service)?.actions ?? [],
    entries,
    evidence: (service) =>
      entries(service).map((entry, position): EvidencedEntry => {
        const evidence = claims(service).evidence[position];
        if (evidence === undefined)
          throw new Error(`${service}.claims.json does not belong to ${service}.json`);
        return { ...entry, ...evidence };
      }),
    looseClaims: (service) => (covered(service) ? claims(service).looseClaims : []),
  };
}
