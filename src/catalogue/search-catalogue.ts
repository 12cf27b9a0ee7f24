import type { Catalogue, KnownAction } from '../model/catalogue.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Entry } from '../model/entry.ts';
import { apiKeyOf } from './api-key.ts';
import { compareText } from './order.ts';

/** What a search found. */
interface SearchResult {
  readonly entries: readonly Entry[];
  /** Actions that no API of the catalogue requires. */
  readonly actions: readonly KnownAction[];
}

interface SearchScope {
  readonly clouds: readonly Cloud[];
  /** Only this service, if given. */
  readonly service: string | undefined;
}

/**
 * Finds the APIs and the actions without API of which title, path or action hold every word, in any case. An API's
 * title counts in both languages, where both clouds document it.
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
      const entries = catalogue.entries(service);
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
  const named = [...entry.actions, ...entry.dependencies].map(({ action }) => action);
  const { method, path, operation = '', service } = entry;
  return folded([`${method} ${path}`, service, operation, ...titles, ...named].join('\n'));
}

function titlesByApi(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const entry of entries) {
    const key = cloudlessKey(entry);
    const known = titles.get(key);
    if (known) known.push(entry.title);
    else titles.set(key, [entry.title]);
  }
  return titles;
}

function cloudlessKey(entry: Entry): string {
  return `${apiKeyOf({ ...entry, cloud: 'hwc' })} ${entry.operation ?? ''}`;
}

/** Titles of the rows that name an action without API, by its name in lower case. */
function looseTitles(catalogue: Catalogue, service: string): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const { title, actions } of catalogue.looseClaims(service)) {
    for (const { action } of actions) {
      const key = action.toLowerCase();
      titles.set(key, [...(titles.get(key) ?? []), title]);
    }
  }
  return titles;
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
