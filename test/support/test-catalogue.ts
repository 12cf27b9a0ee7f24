import { compileData } from '../../src/catalogue/compile-data.ts';
import { createCatalogue } from '../../src/catalogue/loaded-catalogue.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { readRulesFiles } from './rules-files.ts';

let compiled: ReadonlyMap<string, string> | undefined;

/** The data files that the build makes of `rules/`, compiled in memory. */
export function testData(): ReadonlyMap<string, string> {
  if (compiled) return compiled;
  const result = compileData(readRulesFiles());
  if (!result.ok) throw new Error(`rules/ is broken: ${JSON.stringify(result.faults[0])}`);
  compiled = result.files;
  return compiled;
}

/** The real catalogue, compiled from `rules/`. */
export function loadTestCatalogue(): Catalogue {
  return createCatalogue((name) => JSON.parse(testData().get(name) ?? 'null') as unknown);
}
