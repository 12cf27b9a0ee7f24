import { compareText } from '../catalogue/order.ts';
import type { Mention } from '../model/catalogue.ts';
import type { Claim } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';
import type { SiteNote } from '../model/site-note.ts';
import type { CatalogueFile } from './catalogue-file.ts';
import { printCatalogue } from './catalogue-yaml.ts';
import { filterMentions, type MentionCorrection, printMentioned } from './mentioned-actions.ts';
import { mergeClaims } from './merge-claims.ts';
import type { PageFacts } from './page-order.ts';
import { giveTitles, type TitledCatalogue, type Translation } from './titles.ts';

/** Everything that was read: what pages claim, what API pages describe, and what is only mentioned. */
interface CatalogueMaterial {
  readonly claims: readonly Claim[];
  readonly apiPages: readonly ApiPage[];
  readonly siteNotes?: readonly SiteNote[];
  readonly headings?: ReadonlyMap<string, string>;
  readonly mentions?: readonly Mention[];
  readonly corrections?: readonly MentionCorrection[];
  readonly translations?: readonly Translation[];
}

export interface BuiltCatalogue extends Pick<TitledCatalogue, 'unused' | 'untitled'> {
  /** Path below `rules/` -> text. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Builds the catalogue's files from everything that was read: one for each cloud and service, and one of mentioned
 * actions for each cloud; the order of the input does not matter. Says which titles lack a translation, and which
 * translations no title needs.
 */
export function buildCatalogue(material: CatalogueMaterial): BuiltCatalogue {
  const { claims, apiPages, mentions = [], corrections = [], translations = [] } = material;
  const facts = { notes: material.siteNotes ?? [], headings: material.headings ?? new Map() };
  const merged = catalogueFiles(claims, apiPages, facts);
  const { files: titled, unused, untitled } = giveTitles(merged, translations);
  const files = titled.map((file) => [pathOf(file), printCatalogue(file)] as const);
  const mentioned = filterMentions(mentions, claims, corrections).map(
    (file) => [`catalogue/${file.cloud}/mentioned.yaml`, printMentioned(file)] as const,
  );
  const all = [...files, ...mentioned].sort(([one], [other]) => compareText(one, other));
  return { files: new Map(all), unused, untitled };
}

function catalogueFiles(
  claims: readonly Claim[],
  apiPages: readonly ApiPage[],
  facts: PageFacts,
): CatalogueFile[] {
  interface Place extends Pick<CatalogueFile, 'cloud' | 'service'> {
    readonly claims: Claim[];
    readonly apiPages: ApiPage[];
  }
  const places = new Map<string, Place>();
  const placeOf = ({ cloud, service }: Claim | ApiPage): Place => {
    const key = pathOf({ cloud, service });
    const place = places.get(key) ?? { cloud, service, claims: [], apiPages: [] };
    places.set(key, place);
    return place;
  };
  for (const claim of claims) placeOf(claim).claims.push(claim);
  for (const page of apiPages) placeOf(page).apiPages.push(page);
  return [...places.values()].map(({ cloud, service, ...witnesses }) => ({
    cloud,
    service,
    ...mergeClaims(witnesses.claims, witnesses.apiPages, facts),
  }));
}

function pathOf({ cloud, service }: Pick<CatalogueFile, 'cloud' | 'service'>): string {
  return `catalogue/${cloud}/${service}.yaml`;
}
