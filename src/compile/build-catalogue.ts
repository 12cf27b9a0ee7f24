import { compareText } from '../catalogue/order.ts';
import type { Mention } from '../model/catalogue.ts';
import type { Claim } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';
import type { CatalogueFile } from './catalogue-file.ts';
import { printCatalogue } from './catalogue-yaml.ts';
import { filterMentions, type MentionCorrection, printMentioned } from './mentioned-actions.ts';
import { mergeClaims } from './merge-claims.ts';

/** Everything that was read: what pages claim, what API pages describe, and what is only mentioned. */
interface CatalogueMaterial {
  readonly claims: readonly Claim[];
  readonly apiPages: readonly ApiPage[];
  readonly mentions?: readonly Mention[];
  readonly corrections?: readonly MentionCorrection[];
}

/**
 * Builds the catalogue's files from everything that was read: path below `rules/` -> text. One file for each cloud and
 * service, and one of mentioned actions for each cloud; the order of the input does not matter.
 */
export function buildCatalogue(material: CatalogueMaterial): ReadonlyMap<string, string> {
  const { claims, apiPages, mentions = [], corrections = [] } = material;
  const files = catalogueFiles(claims, apiPages).map((file) => [pathOf(file), printCatalogue(file)] as const);
  const mentioned = filterMentions(mentions, claims, corrections).map(
    (file) => [`catalogue/${file.cloud}/mentioned.yaml`, printMentioned(file)] as const,
  );
  return new Map([...files, ...mentioned].sort(([one], [other]) => compareText(one, other)));
}

function catalogueFiles(claims: readonly Claim[], apiPages: readonly ApiPage[]): CatalogueFile[] {
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
    ...mergeClaims(witnesses.claims, witnesses.apiPages),
  }));
}

function pathOf({ cloud, service }: Pick<CatalogueFile, 'cloud' | 'service'>): string {
  return `catalogue/${cloud}/${service}.yaml`;
}
