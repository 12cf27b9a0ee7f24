/**
 * Folds a text for comparison with the vocabulary: case, white space and the width of brackets, colons and commas do
 * not tell words apart.
 */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');
}

/** Lookup from folded words to what they mean. */
export function lookup<Meaning>(entries: Iterable<readonly [string, Meaning]>): ReadonlyMap<string, Meaning> {
  return new Map([...entries].map(([word, meaning]) => [fold(word), meaning]));
}

/** Set of folded words. */
export function foldedSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(fold));
}
