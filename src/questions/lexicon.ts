import { type Names, type QuestionVocabulary, type SmallWord, smallWords } from './vocabulary.ts';
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

/** The lexicon as compiled: texts that are read word by word, since most words are never asked for. */
export interface PackedLexicon {
  /** Without the words: of those the first of each idea, to name it. */
  readonly vocabulary: QuestionVocabulary;
  /** Lines of a phrase, its verbs, things, services and small words; tabs part the members, commas what one has. */
  readonly latin: string;
  readonly han: string;
}

const members = ['verbs', 'things', 'services', 'small'] as const;

/** Whether a text has Chinese characters; the class of Unicode would cost more than the rest of the question. */
export function hasHan(text: string): boolean {
  return /[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/u.test(text);
}

/** Packs a vocabulary; `codes` are the codes and aliases of services, by which they are known too. */
export function packLexicon(
  vocabulary: QuestionVocabulary,
  codes: Readonly<Record<string, string>>,
): PackedLexicon {
  const latin = new Map<string, Open>();
  const han = new Map<string, Open>();
  const put = (kind: keyof Reading, id: string, written: string): void => {
    const name = written.normalize('NFKC').toLowerCase();
    const isHan = hasHan(name);
    const key = isHan ? name.replace(/\s+/gu, '') : name.replace(/[\s/-]+/gu, ' ');
    const map = isHan ? han : latin;
    const reading = map.get(key) ?? { verbs: [], things: [], services: [], small: [] };
    const ids = reading[kind] as string[];
    if (!ids.includes(id)) ids.push(id);
    map.set(key, reading);
  };
  const putNames = (kind: keyof Reading, id: string, names: Names): void => {
    for (const language of ['en', 'zh', 'de'] as const)
      for (const name of names[language] ?? []) {
        put(kind, id, name);
        const plain = language === 'de' ? withoutUmlauts(name) : name;
        if (plain !== name) put(kind, id, plain);
      }
  };
  for (const [id, names] of Object.entries(vocabulary.verbs)) putNames('verbs', id, names);
  for (const [id, names] of Object.entries(vocabulary.things)) putNames('things', id, names);
  for (const [id, names] of Object.entries(vocabulary.services)) putNames('services', id, names);
  for (const [name, code] of Object.entries(codes)) put('services', code, name);
  for (const kind of smallWords) putNames('small', kind, vocabulary.words[kind]);
  return { vocabulary: withFirstNames(vocabulary), latin: linesOf(latin), han: linesOf(han) };
}

function linesOf(readings: ReadonlyMap<string, Open>): string {
  return [...readings]
    .map(([phrase, reading]) => [phrase, ...members.map((member) => reading[member].join(','))].join('\t'))
    .join('\n');
}

function withFirstNames(vocabulary: QuestionVocabulary): QuestionVocabulary {
  const without = <Item extends Names>({ en, zh, de, ...rest }: Item, count: number) => {
    const first = (en ?? de ?? zh ?? []).slice(0, count);
    return first.length === 0 ? rest : { ...rest, en: first };
  };
  const each = <Item extends Names>(items: Readonly<Record<string, Item>>, count: number) =>
    Object.fromEntries(Object.entries(items).map(([id, item]) => [id, without(item, count)]));
  return {
    ...vocabulary,
    verbs: each(vocabulary.verbs, 1),
    things: each(vocabulary.things, 1),
    services: each(vocabulary.services, 0),
    words: each(vocabulary.words, 0) as QuestionVocabulary['words'],
  };
}

/** The lexicon of a vocabulary that was packed. */
export function openLexicon({ vocabulary, latin, han }: PackedLexicon): Lexicon {
  const latinWords = openWords(latin);
  const hanWords = openWords(han);
  const starts = new Map<string, number>();
  for (const phrase of latinWords.phrases()) {
    const end = phrase.indexOf(' ');
    if (end < 0) continue;
    const first = phrase.slice(0, end);
    starts.set(first, Math.max(starts.get(first) ?? 1, phrase.split(' ').length));
  }
  let longestHan = 1;
  for (const word of hanWords.phrases()) longestHan = Math.max(longestHan, word.length);
  return {
    vocabulary,
    latin: latinWords.reading,
    longestFrom: (word) => starts.get(word) ?? 1,
    han: hanWords.reading,
    longestHan,
    classOf: (verb) => vocabulary.verbs[verb]?.class ?? verb,
    words: () => new Set([...latinWords.phrases()].flatMap((phrase) => phrase.split(' '))),
  };
}

function openWords(lines: string): {
  readonly phrases: () => Iterable<string>;
  readonly reading: (phrase: string) => Reading | undefined;
} {
  const packed = new Map<string, string | Reading>();
  for (const line of lines.split('\n')) {
    const end = line.indexOf('\t');
    if (end > 0) packed.set(line.slice(0, end), line.slice(end + 1));
  }
  return {
    phrases: () => packed.keys(),
    reading(phrase) {
      const known = packed.get(phrase);
      if (typeof known !== 'string') return known;
      const [verbs = [], things = [], services = [], small = []] = known
        .split('\t')
        .map((member) => (member === '' ? [] : member.split(',')));
      const reading: Reading = { verbs, things, services, small: small as SmallWord[] };
      packed.set(phrase, reading);
      return reading;
    },
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
