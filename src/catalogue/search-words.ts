/** Words that say nothing of what is searched for, in the languages of the titles. */
const fillers: ReadonlySet<string> = new Set(
  'a an the my our your this that these those some any all to of for in on at with by from and or is are be can i we do does how what which where please'.split(
    ' ',
  ),
);

/** The same in Chinese, at the beginning of a run of characters. */
const hanFillers = /^(?:请问|请|怎么|如何|给|把|将|对|为|用|我的|我)+/u;

/** A word that is searched for. */
export interface SearchWord {
  readonly text: string;
  /** What is compared with other words: without the endings of English. */
  readonly stem: string;
  /** Chinese is not written in words. */
  readonly han: boolean;
}

/** The words of a text, in lower case, each once, without fillers unless there is nothing else. */
export function searchWords(text: string): SearchWord[] {
  const all = [...folded(text).matchAll(/\p{Script=Han}+|[^\s\p{Script=Han}]+/gu)].map(([word]) => word);
  const telling = all.flatMap((word) => {
    if (/\p{Script=Han}/u.test(word))
      return word
        .replace(hanFillers, '')
        .split('的')
        .filter((part) => part !== '');
    return fillers.has(word) ? [] : [word];
  });
  return [...new Set(telling.length > 0 ? telling : all)].map((word) => ({
    text: word,
    stem: stemOf(word),
    han: /\p{Script=Han}/u.test(word),
  }));
}

/** Whether a word of a title is one of those that say nothing. */
export function isFiller(word: string): boolean {
  return fillers.has(word);
}

/** The words of a title, a path or the name of an action, in lower case: `cloudServers` is two. */
export function tokensOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(
      /(?<=\p{Ll}|\p{N})(?=\p{Lu}\p{Ll})|(?<=\p{Script=Han})(?!\p{Script=Han})|(?<!\p{Script=Han})(?=\p{Script=Han})/gu,
      ' ',
    )
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}

/** A word without the endings that English gives verbs and nouns, for comparison only. */
export function stemOf(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  const bare =
    word.length > 5 && word.endsWith('ing')
      ? word.slice(0, -3)
      : word.length > 4 && /(?:ed|es)$/.test(word)
        ? word.slice(0, -2)
        : word.length > 3 && /(?:e|[^s]s)$/.test(word)
          ? word.slice(0, -1)
          : word;
  return bare
    .replace(/e$/, (ending) => (bare.length > 3 ? '' : ending))
    .replace(/y$/, 'i')
    .replace(/([^aeiou])\1$/, '$1');
}

export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
