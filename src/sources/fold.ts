/**
 * Folds a text for comparison with the vocabulary: case, white space and the width of brackets, colons and commas do
 * not tell words apart.
 */
export function fold(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const result = /^[\x20-\x7e]*$/u.test(text)
    ? text.replaceAll(' ', '').toLowerCase()
    : text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');
  // Pages repeat their words: marks, headers, whole cells.
  if (text.length <= 40 && folded.size < 20_000) folded.set(text, result);
  return result;
}

const folded = new Map<string, string>();

/** Lookup from folded words to what they mean. */
export function lookup<Meaning>(entries: Iterable<readonly [string, Meaning]>): ReadonlyMap<string, Meaning> {
  return new Map([...entries].map(([word, meaning]) => [fold(word), meaning]));
}

/** Set of folded words. */
export function foldedSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(fold));
}
