import { type QuestionVocabulary, type SmallWord, smallWords } from './vocabulary.ts';
import { singularsOf } from './word-forms.ts';

/** What a word or phrase may be. */
export interface Reading {
  readonly verbs: readonly string[];
  readonly things: readonly string[];
  readonly services: readonly string[];
  readonly small: readonly SmallWord[];
}

/** The vocabulary by word. */
export interface Lexicon {
  readonly vocabulary: QuestionVocabulary;
  /** What a phrase of Latin letters means, in lower case and with single blanks, in its base form. */
  latin(phrase: string): Reading | undefined;
  /** The most words that a phrase beginning with a word has; 1 where no phrase does. */
  longestFrom(word: string): number;
  /** What a Chinese word, perhaps with Latin letters in it, means; lower case without blanks. */
  han(word: string): Reading | undefined;
  /** The most characters that a Chinese word has. */
  readonly longestHan: number;
  classOf(verb: string): string;
  /** The Latin words that phrases are made of, for misspelt ones. */
  words(): ReadonlySet<string>;
}

type Open = { [Member in keyof Reading]: Reading[Member][number][] };

const hasHan = /\p{Script=Han}/u;

/** Makes the lexicon of a vocabulary; `codes` are the codes and aliases of services, by which they are known too. */
export function createLexicon(
  vocabulary: QuestionVocabulary,
  codes: Readonly<Record<string, string>> = {},
): Lexicon {
  const latin = new Map<string, Open>();
  const han = new Map<string, Open>();
  const starts = new Map<string, number>();
  let longestHan = 1;
  const put = (kind: keyof Reading, id: string, written: string): void => {
    const name = written.normalize('NFKC').toLowerCase();
    const isHan = hasHan.test(name);
    const key = isHan ? name.replace(/\s+/gu, '') : name.replace(/[\s/-]+/gu, ' ');
    const map = isHan ? han : latin;
    const reading = map.get(key) ?? { verbs: [], things: [], services: [], small: [] };
    const ids = reading[kind] as string[];
    if (!ids.includes(id)) ids.push(id);
    map.set(key, reading);
    if (isHan) longestHan = Math.max(longestHan, key.length);
    else {
      const words = key.split(' ');
      const [first = ''] = words;
      starts.set(first, Math.max(starts.get(first) ?? 1, words.length));
    }
  };
  const putNames = (kind: keyof Reading, id: string, names: object): void => {
    for (const language of ['en', 'zh', 'de'] as const) {
      const listed = (names as Record<string, readonly string[] | undefined>)[language] ?? [];
      for (const name of listed) {
        put(kind, id, name);
        const plain = language === 'de' ? withoutUmlauts(name) : name;
        if (plain !== name) put(kind, id, plain);
      }
    }
  };
  for (const [id, names] of Object.entries(vocabulary.verbs)) putNames('verbs', id, names);
  for (const [id, names] of Object.entries(vocabulary.things)) putNames('things', id, names);
  for (const [id, names] of Object.entries(vocabulary.services)) putNames('services', id, names);
  for (const [name, code] of Object.entries(codes)) put('services', code, name);
  for (const kind of smallWords) putNames('small', kind, vocabulary.words[kind]);

  return {
    vocabulary,
    latin: (phrase) => latin.get(phrase),
    longestFrom: (word) => starts.get(word) ?? 1,
    han: (word) => han.get(word),
    longestHan,
    classOf: (verb) => vocabulary.verbs[verb]?.class ?? verb,
    words: () => new Set([...latin.keys()].flatMap((phrase) => phrase.split(' '))),
  };
}

/** `ä` as `ae`, as people write it without the letter. */
export function withoutUmlauts(text: string): string {
  return text.replace(/[äöüß]/gu, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' })[letter] ?? letter);
}

/** The singular that the lexicon knows, of a phrase in the plural. */
export function inSingular(phrase: string, lexicon: Lexicon): string | undefined {
  const words = phrase.split(' ');
  const last = words.pop() ?? '';
  for (const single of singularsOf(last)) {
    const candidate = [...words, single].join(' ');
    if ((lexicon.latin(candidate)?.things.length ?? 0) > 0) return candidate;
  }
  return undefined;
}
