import type { Catalogue, KnownAction } from '../model/catalogue.ts';
import { actionNames, namedActions } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Entry, EvidencedEntry } from '../model/entry.ts';
import { apiKeyOf } from './api-key.ts';
import { compareText } from './order.ts';

/** What a search found. */
interface SearchResult {
  readonly entries: readonly EvidencedEntry[];
  /** Actions that no API of the catalogue requires. */
  readonly actions: readonly KnownAction[];
}

interface SearchScope {
  readonly clouds: readonly Cloud[];
  /** Only this service, if given. */
  readonly service: string | undefined;
}

/**
 * Finds the APIs and the actions without API of which titles, path or action hold every word, in any case. Every title
 * that a page of either cloud gives an API counts, in both languages, and our translations.
 */
export function searchCatalogue(catalogue: Catalogue, text: string, scope: SearchScope): SearchResult {
  const words = folded(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const holdsAll = (haystack: string) => words.every((word) => haystack.includes(word));
  const services = catalogue
    .known()
    .filter((service) => scope.service === undefined || service === scope.service)
    .sort(compareText);
  const inScope = ({ cloud }: Entry) => scope.clouds.includes(cloud);
  return {
    entries: services.flatMap((service) => {
      const entries = catalogue.evidence(service);
      const titles = titlesByApi(entries);
      return entries
        .filter(inScope)
        .filter((entry) => holdsAll(searchText(entry, titles.get(cloudlessKey(entry)) ?? [])));
    }),
    actions: services.flatMap((service) => {
      const titles = looseTitles(catalogue, service);
      return catalogue
        .actions(service)
        .filter(
          ({ known, clouds }) => known !== 'api' && clouds.some((cloud) => scope.clouds.includes(cloud)),
        )
        .filter(({ action }) =>
          holdsAll(folded([action, ...(titles.get(action.toLowerCase()) ?? [])].join('\n'))),
        );
    }),
  };
}

function searchText(entry: Entry, titles: readonly string[]): string {
  const { method, path, operation = '', service } = entry;
  return folded([`${method} ${path}`, service, operation, ...titles, ...namedActions(entry)].join('\n'));
}

function titlesByApi(entries: readonly EvidencedEntry[]): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const entry of entries) {
    const key = cloudlessKey(entry);
    const known = titles.get(key);
    const own = [entry.title, ...[...entry.claims, ...entry.apiPages].map(({ title }) => title)];
    if (known) known.push(...own);
    else titles.set(key, own);
  }
  return titles;
}

function cloudlessKey(entry: Entry): string {
  return `${apiKeyOf({ ...entry, cloud: 'hwc' })} ${entry.operation ?? ''}`;
}

/** Titles of the rows that name an action without API, by its name in lower case. */
function looseTitles(catalogue: Catalogue, service: string): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const { title, titleEn = '', actions } of catalogue.looseClaims(service)) {
    for (const action of actionNames(actions)) {
      const key = action.toLowerCase();
      titles.set(key, [...(titles.get(key) ?? []), title, titleEn]);
    }
  }
  return titles;
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
