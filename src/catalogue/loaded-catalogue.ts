import type { Catalogue, PrintedNames } from '../model/catalogue.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Entry, EvidencedEntry } from '../model/entry.ts';
import { catalogueOver } from './catalogue-over.ts';
import {
  type ActionsData,
  type IndexData,
  type KnownService,
  type ServiceClaimsData,
  type ServiceData,
  unpackAction,
  unpackEntry,
} from './compiled-data.ts';
import { oncePerKey } from './once.ts';
import { type PathIndex, pathIndexFile, servicesWithPath } from './path-index.ts';
import { restoreEvidence, restoreLooseClaim, type StoredPage } from './stored-evidence.ts';

/**
 * The catalogue over compiled data. `load` gives a data file by name (`index.json`); each is asked for once, and only
 * when a question needs it.
 */
export function createCatalogue(load: (name: string) => unknown): Catalogue {
  const loaded = oncePerKey(load);
  const file = <Data>(name: string): Data => loaded(name) as Data;
  const index = () => file<IndexData>('index.json');
  const known = (service: string): KnownService | undefined =>
    Object.hasOwn(index().known, service) ? index().known[service] : undefined;
  const covers = (service: string) => (known(service)?.tables.length ?? 0) > 0;
  const codesWhere = (wanted: (service: KnownService) => boolean) =>
    Object.keys(index().known).filter((code) => {
      const service = known(code);
      return service !== undefined && wanted(service);
    });
  const claims = (service: string) => file<ServiceClaimsData>(`${service}.claims.json`);
  const entries = oncePerKey((service): readonly Entry[] =>
    covers(service)
      ? file<ServiceData>(`${service}.json`).entries.map((entry) => unpackEntry(entry, service))
      : [],
  );
  const pagesByName = (service: string): ReadonlyMap<string, StoredPage> =>
    new Map(claims(service).pages.map((page) => [page.page, page]));

  return catalogueOver({
    services: () => index().services,
    covers,
    coverage(service, cloud) {
      const found = known(service);
      if (found === undefined) return 'none';
      const holds = (list: readonly Cloud[]) => (cloud === 'any' ? list.length > 0 : list.includes(cloud));
      if (holds(found.current)) return 'full';
      return holds(found.named) || holds(found.tables) ? 'partly' : 'none';
    },
    isHeldInPart: (service, cloud) => known(service)?.inPart.includes(cloud) ?? false,
    covered: () => codesWhere(({ tables }) => tables.length > 0),
    partlyCovered: () => codesWhere(({ tables }) => tables.length === 0),
    date(service, cloud) {
      const dates = known(service)?.dates ?? {};
      return cloud === 'any' ? newest(Object.values(dates)) : dates[cloud];
    },
    newestDate: (cloud) => newest(Object.values(index().known).flatMap(({ dates }) => dates[cloud] ?? [])),
    actions: oncePerKey((service) =>
      (known(service)?.named.length ?? 0) > 0
        ? file<ActionsData>(`actions/${service}.json`).map(unpackAction)
        : [],
    ),
    entries,
    evidence: oncePerKey((service) => {
      if (!covers(service)) return [];
      const pages = pagesByName(service);
      const { evidence } = claims(service);
      return entries(service).map((entry, position): EvidencedEntry => {
        const stored = evidence[position];
        if (stored === undefined)
          throw new Error(`${service}.claims.json does not belong to ${service}.json`);
        return { ...entry, ...restoreEvidence(stored, entry, pages) };
      });
    }),
    servicesWithPath: (path) =>
      servicesWithPath((segments) => file<PathIndex>(pathIndexFile(segments)), path),
    looseClaims: (service) => {
      if (!covers(service)) return [];
      const pages = pagesByName(service);
      return claims(service).looseClaims.flatMap(({ cloud, claims: stored }) =>
        stored.map((claim) => restoreLooseClaim(claim, { cloud, service }, pages)),
      );
    },
    mentions: (service) => (known(service) === undefined ? [] : claims(service).mentions),
    printed: () => file<PrintedNames>('printed.json'),
  });
}

function newest(dates: readonly string[]): string | undefined {
  return [...dates].sort().at(-1);
}
