import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { prepareVocabulary, type Vocabulary, type VocabularyData } from '../../src/sources/vocabulary.ts';
import { testData } from '../support/test-data.ts';

/** The vocabulary as `catalogue build` uses it. */
export function realVocabulary(): Vocabulary {
  return prepareVocabulary(realData());
}

/** The same words, with the folders and sentences of the invented service in `fixtures/docs`. */
export function fixtureVocabulary(): Vocabulary {
  const own = parse(readFileSync('fixtures/docs/vocabulary.yaml', 'utf8')) as {
    readonly docSets: VocabularyData['docSets'];
    readonly purposes: VocabularyData['notes']['purposes'];
    readonly pageCorrections: VocabularyData['pageCorrections'];
    readonly remarks: VocabularyData['notes']['remarks'];
    readonly siteNotes: VocabularyData['siteNotes'];
    readonly partlySupported: VocabularyData['marks']['partlySupported'];
  };
  const data = realData();
  const notes = { ...data.notes, purposes: own.purposes, remarks: own.remarks };
  const marks = { ...data.marks, partlySupported: own.partlySupported };
  return prepareVocabulary({
    ...data,
    marks,
    docSets: own.docSets,
    pageCorrections: own.pageCorrections,
    siteNotes: own.siteNotes,
    notes,
  });
}

function realData(): VocabularyData {
  return JSON.parse(testData().get('vocabulary.json') ?? '{}') as VocabularyData;
}
