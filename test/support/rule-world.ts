import type { Language } from '../../src/model/language.ts';
import type { RuleWorld } from '../../src/rules/rule.ts';
import { fakeCatalogue } from './fake-catalogue.ts';
import { testData } from './test-data.ts';

/** What rules see in tests: a catalogue that does not change, and the real operators and condition keys. */
export function ruleWorld(): RuleWorld {
  const language = JSON.parse(testData().get('language.json') ?? '') as Language;
  return {
    catalogue: fakeCatalogue(),
    cloud: 'any',
    language: () => language,
  };
}
