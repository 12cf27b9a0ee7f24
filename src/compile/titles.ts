import { apiKeyOf } from '../catalogue/api-key.ts';
import { compareText } from '../catalogue/order.ts';
import { actionNames, type Claim, isSiteSource } from '../model/claim.ts';
import type { ApiPage, EvidencedEntry } from '../model/entry.ts';
import { isChinese } from '../model/titles.ts';
import type { CatalogueFile } from './catalogue-file.ts';

/** An English title of our own, from `rules/corrections/titles.yaml`: of a Chinese title, or of an API without any. */
export type Translation = {
  readonly service: string;
  readonly en: string;
} & (
  | { readonly zh: string; readonly api?: undefined }
  /** `METHOD /path`, as the catalogue writes it. */
  | { readonly api: string; readonly zh?: undefined }
);

export interface TitledCatalogue {
  readonly files: readonly CatalogueFile[];
  /** Translations that nothing asks for. */
  readonly unused: readonly Translation[];
  /** What no page and no translation gives an English title: service, method and path, and the title that it has. */
  readonly untitled: readonly string[];
}

/**
 * Gives every entry an English title and, where a page has one, a Chinese one. The English title is that of a page of
 * the API, else that of the other cloud's page of the same API, else our translation. Rows without an entry keep the
 * title that they print, and get a translation beside it.
 */
export function giveTitles(
  files: readonly CatalogueFile[],
  translations: readonly Translation[],
): TitledCatalogue {
  const used = new Set<Translation>();
  const untitled: string[] = [];
  const ours = new Map(translations.map((one) => [translationKey(one), one]));
  const translate = (key: string): string | undefined => {
    const found = ours.get(key);
    if (found !== undefined) used.add(found);
    return found?.en;
  };
  const twinOf = twinFinder(files.flatMap(({ entries }) => entries));

  const titled = (entry: EvidencedEntry): EvidencedEntry => {
    const { service, method, path, titleBy: _before, ...rest } = entry;
    const printed = printedTitles(entry);
    const chinese = printed.filter(isChinese);
    const known = {
      ...rest,
      service,
      method,
      path,
      ...(chinese[0] === undefined ? {} : { titleZh: chinese[0] }),
    };
    const own = printed.find((title) => !isChinese(title));
    if (own !== undefined) return { ...known, title: own };
    const twin = twinOf(entry);
    if (twin !== undefined) return { ...known, title: twin.title, titleBy: twin.cloud };
    const keys = [
      ...chinese.map((zh) => zhKey(service, zh)),
      apiTranslationKey(service, `${method} ${path}`),
    ];
    for (const key of keys) {
      const title = translate(key);
      if (title !== undefined) return { ...known, title, titleBy: 'iamscope' };
    }
    untitled.push(`${service} ${method} ${path} ${chinese[0] ?? ''}`.trim());
    return { ...known, title: chinese[0] ?? '' };
  };
  const translated = ({ titleEn: _before, ...claim }: Claim): Claim => {
    if (!isChinese(claim.title)) return claim;
    const titleEn = translate(zhKey(claim.service, claim.title));
    if (titleEn === undefined) untitled.push(`${claim.service} ${claim.title}`);
    return titleEn === undefined ? claim : { ...claim, titleEn };
  };

  return {
    files: files.map((file) => ({
      ...file,
      entries: file.entries.map(titled),
      looseClaims: file.looseClaims.map(translated),
    })),
    unused: translations.filter((one) => !used.has(one)),
    untitled,
  };
}

/** Every title that a page prints for the entry, those of pages that count first, and the newest first. */
function printedTitles({ claims, apiPages }: EvidencedEntry): string[] {
  const witnesses = [...claims, ...apiPages].sort((one, other) => compareText(ageOf(one), ageOf(other)) * -1);
  return [...new Set(witnesses.map(({ title }) => title))].filter((text) => text.trim() !== '');
}

/** Greater for what counts more: current pages, those of the help site (undated ones too), later dates. */
function ageOf({ status, source }: Claim | ApiPage): string {
  return [status === 'current' ? 1 : 0, isSiteSource(source) ? 1 : 0, source?.date ?? ''].join(' ');
}

interface Twin {
  readonly cloud: EvidencedEntry['cloud'];
  readonly title: string;
}

/**
 * Finds the same API of the other cloud, where a page there gives it an English title: same service, method and path,
 * and of several operations the one that alone asks for the same actions.
 */
function twinFinder(entries: readonly EvidencedEntry[]): (entry: EvidencedEntry) => Twin | undefined {
  const byApi = new Map<string, EvidencedEntry[]>();
  for (const entry of entries) {
    const key = apiKeyOf({ ...entry, cloud: 'hwc' });
    const known = byApi.get(key);
    if (known) known.push(entry);
    else byApi.set(key, [entry]);
  }
  return (entry) => {
    const ofApi = byApi.get(apiKeyOf({ ...entry, cloud: 'hwc' })) ?? [];
    const here = ofApi.filter(({ cloud }) => cloud === entry.cloud);
    const there = ofApi.filter(({ cloud }) => cloud !== entry.cloud);
    const twins = here.length === 1 && there.length === 1 ? there : alone(entry, here, there);
    const [twin] = twins;
    const title = twin === undefined ? undefined : printedTitles(twin).find((text) => !isChinese(text));
    return twin === undefined || title === undefined ? undefined : { cloud: twin.cloud, title };
  };
}

/** The operation there that asks for the same actions, if no other one does, there or here. */
function alone(
  entry: EvidencedEntry,
  here: readonly EvidencedEntry[],
  there: readonly EvidencedEntry[],
): readonly EvidencedEntry[] {
  const wanted = actionsText(entry);
  const alike = (candidates: readonly EvidencedEntry[]) =>
    candidates.filter((candidate) => actionsText(candidate) === wanted);
  if (wanted === '' || alike(here).length > 1) return [];
  const twins = alike(there);
  return twins.length === 1 ? twins : [];
}

function actionsText({ actions }: EvidencedEntry): string {
  return actionNames(actions).sort(compareText).join('\n');
}

function translationKey({ service, zh, api }: Translation): string {
  return zh === undefined ? apiTranslationKey(service, api) : zhKey(service, zh);
}

function zhKey(service: string, zh: string): string {
  return `zh ${service} ${zh}`;
}

function apiTranslationKey(service: string, api: string): string {
  return `api ${service} ${api}`;
}
