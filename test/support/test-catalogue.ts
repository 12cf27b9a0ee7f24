import { createCatalogue } from '../../src/catalogue/loaded-catalogue.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { testData } from './test-data.ts';

/** The real catalogue, compiled from `rules/` in memory. */
export function loadTestCatalogue(): Catalogue {
  return createCatalogue((name) => JSON.parse(testData().get(name) ?? 'null') as unknown);
}
