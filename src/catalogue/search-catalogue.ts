import type { Catalogue, KnownAction } from '../model/catalogue.ts';
import { actionNames, namedActions } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Entry, EvidencedEntry } from '../model/entry.ts';
import { nearest } from '../model/nearest.ts';
import { apiKeyOf } from './api-key.ts';
import { compareText } from './order.ts';
import { folded, isFiller, type SearchWord, searchWords, stemOf, tokensOf } from './search-words.ts';

/** What a search found, best first. */
interface SearchResult {
  readonly entries: readonly EvidencedEntry[];
  /** Actions that no API of the catalogue requires. */
  readonly actions: readonly KnownAction[];
  /** The best of the actions fits better than the best of the APIs. */
  readonly actionsFirst?: true;
}

interface SearchScope {
  readonly clouds: readonly Cloud[];
  /** Only this service, if given. */
  readonly service: string | undefined;
}

/**
 * Finds the APIs and the actions without API of which titles, path or action hold every word, in any case; words that say
 * nothing are left out. Every title that a page of either cloud gives an API counts, in both languages, and our
 * translations. Words that stand alone count more than parts of others, in titles more than in paths and actions; the
 * fewer other words a title has, the better.
 */
export function searchCatalogue(catalogue: Catalogue, text: string, scope: SearchScope): SearchResult {
  return ranked(textsIn(catalogue, scope), searchWords(text), 0);
}

/** So many of the nearest are shown. */
const mostNearest = 8;

/**
 * What comes nearest where nothing holds every word: with a word that is misspelt written as some title, path or action has
 * it, else what holds most of the words.
 */
export function nearestInCatalogue(catalogue: Catalogue, text: string, scope: SearchScope): SearchResult {
  const texts = textsIn(catalogue, scope);
  const words = searchWords(text);
  const all = [...texts.entries, ...texts.actions];
  const known = new Set(all.flatMap(({ tokens }) => tokens));
  const corrected = words.flatMap((word): readonly SearchWord[] => {
    if (all.some((one) => isIn(word, one))) return [word];
    if (word.han) return pairsOf(word).filter((pair) => all.some((one) => isIn(pair, one)));
    const near =
      word.text.length < 4 ? undefined : nearest(word.text, known, { max: word.text.length >= 8 ? 2 : 1 });
    return near === undefined ? [word] : searchWords(near);
  });
  for (let missing = 0; missing < corrected.length; missing++) {
    const { entries, actions, ...order } = ranked(texts, corrected, missing);
    if (entries.length + actions.length === 0) continue;
    return {
      ...order,
      entries: entries.slice(0, mostNearest),
      actions: actions.slice(0, Math.max(0, mostNearest - entries.length)),
    };
  }
  return { entries: [], actions: [] };
}

/** Chinese is not written in words, and most words have two characters. */
function pairsOf({ text }: SearchWord): SearchWord[] {
  const characters = [...text];
  return characters.slice(1).map((character, at) => {
    const pair = `${characters[at]}${character}`;
    return { text: pair, stem: pair, han: true };
  });
}

/** Something that is searched, with what can be found of it. */
interface Searched<Thing> {
  readonly thing: Thing;
  readonly titles: readonly string[];
  /** Everything, in lower case. */
  readonly text: string;
  /** Its words, and of these the ones outside of titles. */
  readonly tokens: readonly string[];
  readonly deprecated: boolean;
}

interface SearchedTexts {
  readonly entries: readonly Searched<EvidencedEntry>[];
  readonly actions: readonly Searched<KnownAction>[];
}

function textsIn(catalogue: Catalogue, scope: SearchScope): SearchedTexts {
  const services = catalogue
    .known()
    .filter((service) => scope.service === undefined || service === scope.service)
    .sort(compareText);
  return {
    entries: services.flatMap((service) => {
      const entries = catalogue.evidence(service);
      const titles = titlesByApi(entries);
      return entries
        .filter(({ cloud }) => scope.clouds.includes(cloud))
        .map((entry) => {
          const { method, path, operation = '', deprecated } = entry;
          const others = [`${method} ${path}`, entry.service, operation, ...namedActions(entry)];
          return searched(entry, titles.get(cloudlessKey(entry)) ?? [], others, deprecated);
        });
    }),
    actions: services.flatMap((service) => {
      const titles = looseTitles(catalogue, service);
      return catalogue
        .actions(service)
        .filter(
          ({ known, clouds }) => known !== 'api' && clouds.some((cloud) => scope.clouds.includes(cloud)),
        )
        .map((action) =>
          searched(
            action,
            titles.get(action.action.toLowerCase()) ?? [],
            [action.action],
            action.deprecated === true,
          ),
        );
    }),
  };
}

function searched<Thing>(
  thing: Thing,
  titles: readonly string[],
  others: readonly string[],
  deprecated: boolean,
): Searched<Thing> {
  const text = folded([...others, ...titles].join('\n'));
  let tokens: readonly string[] | undefined;
  return {
    thing,
    titles: [...new Set(titles)],
    text,
    get tokens() {
      tokens ??= [...new Set([...others, ...titles].flatMap(tokensOf))];
      return tokens;
    },
    deprecated,
  };
}

/** What holds all of the words but `missing`, best first; what is equally good stays in its order. */
function ranked(texts: SearchedTexts, words: readonly SearchWord[], missing: number): SearchResult {
  const rank = <Thing>(all: readonly Searched<Thing>[]) =>
    all
      .flatMap((one) => {
        const cost = costOf(one, words, missing);
        return cost === undefined ? [] : [{ thing: one.thing, cost }];
      })
      .sort((one, other) => one.cost - other.cost);
  const [entries, actions] = [rank(texts.entries), rank(texts.actions)];
  const isActionBetter =
    (actions[0]?.cost ?? Number.POSITIVE_INFINITY) < (entries[0]?.cost ?? Number.POSITIVE_INFINITY);
  return {
    entries: entries.map(({ thing }) => thing),
    actions: actions.map(({ thing }) => thing),
    ...(isActionBetter ? { actionsFirst: true } : {}),
  };
}

/** How well a word is found: by itself in a title, by itself elsewhere, at the beginning of a word, as a part of one. */
const costs = { title: 0, alone: 1, beginning: 2, part: 4 } as const;

/** The more the worse; `undefined` where more words are missing than may be. */
function costOf(
  searched: Searched<unknown>,
  words: readonly SearchWord[],
  missing: number,
): number | undefined {
  const found = words.filter((word) => isIn(word, searched));
  if (found.length === 0 || words.length - found.length > missing) return undefined;
  const elsewhere = found.map((word) => costElsewhere(word, searched));
  const titles = searched.titles.length === 0 ? [''] : searched.titles;
  const best = Math.min(...titles.map((title) => costInTitle(title, found, elsewhere)));
  return best + (searched.deprecated ? 0.5 : 0);
}

function isIn(word: SearchWord, searched: Searched<unknown>): boolean {
  if (searched.text.includes(word.text)) return true;
  // Only then are its words worth looking at.
  const start = word.stem.slice(0, 3);
  return (
    !word.han && searched.text.includes(start) && searched.tokens.some((token) => stemOf(token) === word.stem)
  );
}

function costElsewhere(word: SearchWord, { tokens }: Searched<unknown>): number {
  if (word.han) return costs.part;
  if (tokens.some((token) => stemOf(token) === word.stem)) return costs.alone;
  return tokens.some((token) => token.startsWith(word.text)) ? costs.beginning : costs.part;
}

function costInTitle(title: string, words: readonly SearchWord[], elsewhere: readonly number[]): number {
  const text = folded(title);
  const stems = stemsOf(title);
  const isHere = (word: SearchWord) => (word.han ? text.includes(word.text) : stems.includes(word.stem));
  const cost = words.reduce(
    (sum, word, at) => sum + (isHere(word) ? costs.title : (elsewhere[at] ?? costs.part)),
    0,
  );
  // In a title that says it all, parentheses say which API it is: `(Native OpenStack API)`.
  const bare = words.every(isHere) ? title.replace(/[(（][^()（）]{0,200}[)）]/gu, ' ') : title;
  const aside = bare === title ? 0 : 0.5;
  return cost + Math.min(9, othersIn(bare, words) + aside) / 20;
}

/** The words of a title that are not looked for; two Chinese characters count as one. */
function othersIn(title: string, words: readonly SearchWord[]): number {
  const text = folded(title);
  const stems = stemsOf(title);
  const latin = words.filter((word) => !word.han && stems.includes(word.stem)).length;
  const han = words
    .filter((word) => word.han && text.includes(word.text))
    .reduce((sum, word) => sum + word.text.length, 0);
  const ofHan = [...text.matchAll(/\p{Script=Han}/gu)].length - han;
  return Math.max(0, stems.length - latin + ofHan / 2);
}

function stemsOf(title: string): string[] {
  return tokensOf(title)
    .filter((token) => !isFiller(token) && !/\p{Script=Han}/u.test(token))
    .map(stemOf);
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
