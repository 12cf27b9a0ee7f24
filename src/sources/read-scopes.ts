import type { ScopeMarks } from '../model/claim.ts';
import { fold } from './fold.ts';
import type { Reading } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Reads the cell of a mark column; an empty cell does not say, nor one that limits the mark to some requests. */
export function readScopeMark(lines: readonly string[], vocabulary: Vocabulary): Reading<boolean | null> {
  // A row that tells two operations apart may repeat the mark for each.
  const text = [...new Set(lines)].join(' ');
  if (text === '') return { value: null, repairs: [], problems: [] };
  const folded = fold(text);
  const mark = vocabulary.partlySupported.some((phrase) => folded.includes(phrase))
    ? null
    : vocabulary.scopeMarks.get(folded);
  if (mark === undefined)
    return { value: null, repairs: [], problems: [`the scope mark \`${text}\` is not known`] };
  return { value: mark, repairs: [], problems: [] };
}

/**
 * Reads a scope sentence that the vocabulary knows, or a scope list: a word for supported or not supported, then the names it is about, however the page nests them.
 * A scope that the list does not name is not stated.
 */
export function readScopeList(lines: readonly string[], vocabulary: Vocabulary): Reading<ScopeMarks> {
  const scopes: { project: boolean | null; enterpriseProject: boolean | null } = {
    project: null,
    enterpriseProject: null,
  };
  const sentence = vocabulary.scopeSentences.get(fold(lines.join(' ')).replace(/\.$/u, ''));
  if (sentence !== undefined) return { value: sentence, repairs: [], problems: [] };
  const problems: string[] = [];
  let supported: boolean | null | undefined;
  for (const line of lines) {
    for (const word of wordsOf(line)) {
      const folded = fold(word);
      const mark = vocabulary.scopeMarks.get(folded);
      const name = vocabulary.scopeNames.get(folded);
      if (mark !== undefined && mark !== null) supported = mark;
      else if (name !== undefined && supported !== undefined) scopes[name] = supported;
      else if (!(vocabulary.nothing.has(folded) && supported !== undefined)) {
        problems.push(`the scope \`${word}\` is not known`);
      }
    }
  }
  return { value: scopes, repairs: [], problems };
}

function wordsOf(line: string): string[] {
  return line
    .split(/[:：、，,;；]/u)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
