import { plainSingular } from './word-forms.ts';

/** The only word that is one typing error away from a misspelt one: of the same first letter, since few get that wrong. */
export function onlyNearWord(word: string, words: Iterable<string>): string | undefined {
  if (word.length < 5) return undefined;
  let found: string | undefined;
  for (const candidate of words) {
    if (candidate.length < 5 || Math.abs(candidate.length - word.length) > 1 || candidate[0] !== word[0])
      continue;
    if (!isOneEdit(word, candidate)) continue;
    // A word and its plural are one word.
    if (found !== undefined && plainSingular(found) !== plainSingular(candidate)) return undefined;
    found ??= candidate;
  }
  return found;
}

/** Whether one letter added, left out or changed, or two neighbours swapped, makes one word of the other. */
export function isOneEdit(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  if (left.length <= 1 && right.length <= 1) return left !== right;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
