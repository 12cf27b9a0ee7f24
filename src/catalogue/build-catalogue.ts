import type { Claim } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';
import type { CatalogueFile } from './catalogue-file.ts';
import { printCatalogue } from './catalogue-yaml.ts';
import { mergeClaims } from './merge-claims.ts';
import { compareText } from './order.ts';

/**
 * Builds the catalogue's files from everything that was read: path below `rules/` -> text. One file for each cloud and
 * service; the order of the input does not matter.
 */
export function buildCatalogue(
  claims: readonly Claim[],
  apiPages: readonly ApiPage[],
): ReadonlyMap<string, string> {
  const files = catalogueFiles(claims, apiPages).map((file) => [pathOf(file), printCatalogue(file)] as const);
  return new Map(files.sort(([one], [other]) => compareText(one, other)));
}

function catalogueFiles(claims: readonly Claim[], apiPages: readonly ApiPage[]): CatalogueFile[] {
  const places = [...claims, ...apiPages].map(({ cloud, service }) => ({ cloud, service }));
  const distinct = new Map(places.map((place) => [pathOf(place), place]));
  return [...distinct.values()].map((place) => {
    const isHere = (witness: Claim | ApiPage) =>
      witness.cloud === place.cloud && witness.service === place.service;
    return { ...place, ...mergeClaims(claims.filter(isHere), apiPages.filter(isHere)) };
  });
}

function pathOf({ cloud, service }: Pick<CatalogueFile, 'cloud' | 'service'>): string {
  return `catalogue/${cloud}/${service}.yaml`;
}
