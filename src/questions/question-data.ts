import type { PackedLexicon } from './lexicon.ts';
import type { MeaningTable } from './meaning-table.ts';

/** The data file that questions in plain words are understood with. */
export interface QuestionData {
  readonly lexicon: PackedLexicon;
  readonly meanings: MeaningTable;
}
