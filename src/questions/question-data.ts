import type { MeaningTable } from './meaning-table.ts';
import type { QuestionVocabulary } from './vocabulary.ts';

/** The data file that questions in plain words are understood with. */
export interface QuestionData {
  readonly vocabulary: QuestionVocabulary;
  /** Codes of services by their codes and aliases. */
  readonly codes: Readonly<Record<string, string>>;
  readonly meanings: MeaningTable;
}
