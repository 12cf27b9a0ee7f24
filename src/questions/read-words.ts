import { hasHan, inSingular, type Lexicon, type Reading } from './lexicon.ts';
import { baseVerbsOf, plainSingular } from './word-forms.ts';

/** A word or phrase of a text. */
export interface Word extends Reading {
  /** In lower case, as the text has it. */
  readonly text: string;
  /** It is in the plural. */
  readonly plural: boolean;
  /** The vocabulary does not have it; `text` is then in the singular. */
  readonly literal: boolean;
  /** It has Chinese characters. */
  readonly han: boolean;
}

const nothing: Reading = { verbs: [], things: [], services: [], small: [] };
const filler: Reading = { ...nothing, small: ['filler'] };
// Classes of Unicode would take longer to make than a question to read.
/** Chinese text with the letters and digits in it. */
const chinese =
  /([\u3001\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff](?:[^\s!-/:-@[-`{-~\u2000-\u206f\u3002-\u3004\u3008-\u303f]|\s(?=[\u3400-\u4dbf\u4e00-\u9fff]))*)/u;
/** Everything but letters, digits, apostrophes and `&`. */
const separators = /[\s!"#$%()*+,./:;<=>?@[\\\]^_`{|}~\u00a1-\u00bf\u2000-\u2bff\u3000-\u303f-]+/u;

const number = /^(?:v?\d+(?:\.\d+)*|\d+[a-z]{0,2})$/u;

/** The words of a text, by the longest that the lexicon knows; Chinese ones too, which no blanks part. */
export function readWords(text: string, lexicon: Lexicon): Word[] {
  const plain = text
    .normalize('NFKC')
    .replace(/[’‘`]/gu, "'")
    .replace(/[\u200b\ufeff]/gu, '');
  if (!hasHan(plain)) return readLatin(plain, lexicon);
  return plain
    .split(chinese)
    .flatMap((part) => (hasHan(part) ? readHan(part, lexicon) : readLatin(part, lexicon)));
}

/** Words of identifiers too: `securityGroupRules`, `route_table`. */
function readLatin(text: string, lexicon: Lexicon): Word[] {
  const words = text
    .replace(/\s\/\s/gu, ' or ')
    .split(separators)
    .map((word) => word.replace(/^'+|'+$/gu, ''))
    .filter((word) => word !== '')
    .flatMap((word) => splitCapitals(word, lexicon))
    .map((word) => (isSmall(word, lexicon) ? word : word.replace(/'s?$/u, '')));
  const found: Word[] = [];
  for (let at = 0; at < words.length; ) {
    let used = 0;
    const longest = longestFrom(words[at] ?? '', lexicon);
    for (let count = Math.min(longest, words.length - at); count > 0 && used === 0; count--) {
      const word = phraseOf(words.slice(at, at + count), lexicon);
      if (word === undefined) continue;
      found.push(word);
      used = count;
    }
    if (used === 0) {
      found.push(unknownWord(words[at] ?? ''));
      used = 1;
    }
    at += used;
  }
  return found;
}

/** Of a phrase that begins with the word, or with the verb that it is a form of. */
function longestFrom(word: string, lexicon: Lexicon): number {
  return Math.max(...[word, ...baseVerbsOf(word)].map((form) => lexicon.longestFrom(form)));
}

function isSmall(word: string, lexicon: Lexicon): boolean {
  return (lexicon.latin(word)?.small.length ?? 0) > 0;
}

/** A word in which capitals begin words, in parts, unless it is known as it is. */
function splitCapitals(word: string, lexicon: Lexicon): string[] {
  const whole = word.toLowerCase();
  if (!/[a-z][A-Z]/.test(word) || phraseOf([whole], lexicon) !== undefined) return [whole];
  return word
    .replace(/([a-z]|\d)([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(' ');
}

/** A phrase that the lexicon knows as it is, in the plural, or with its verb inflected. */
function phraseOf(words: readonly string[], lexicon: Lexicon): Word | undefined {
  const phrase = words.join(' ');
  const exact = lexicon.latin(phrase);
  const single = inSingular(phrase, lexicon);
  const inPlural = single === undefined ? undefined : lexicon.latin(single);
  const [first = '', ...rest] = words;
  const verbs = baseVerbsOf(first).flatMap((base) => lexicon.latin([base, ...rest].join(' '))?.verbs ?? []);
  if (exact === undefined && inPlural === undefined && verbs.length === 0)
    return words.length === 1 && number.test(phrase)
      ? { ...filler, text: phrase, plural: false, literal: false, han: false }
      : undefined;
  return {
    text: phrase,
    verbs: unique([...(exact?.verbs ?? []), ...verbs]),
    things: unique([...(exact?.things ?? []), ...(inPlural?.things ?? [])]),
    services: unique([...(exact?.services ?? []), ...(inPlural?.services ?? [])]),
    small: exact?.small ?? [],
    plural: (exact?.things.length ?? 0) === 0 && inPlural !== undefined,
    literal: false,
    han: false,
  };
}

/** The longest known word at each place; what lies between known words is a word too. */
function readHan(text: string, lexicon: Lexicon): Word[] {
  const found: Word[] = [];
  const whole = text.replace(/\s+/gu, '').toLowerCase();
  let unread = '';
  const close = (): void => {
    if (unread === '') return;
    if (hasHan(unread)) found.push({ ...unknownWord(unread), han: true });
    else found.push(...readLatin(unread, lexicon));
    unread = '';
  };
  for (let at = 0; at < whole.length; ) {
    let reading: Reading | undefined;
    let count = Math.min(lexicon.longestHan, whole.length - at);
    // A word of Latin letters ends where its letters do.
    const inLatin = /[\p{L}\p{N}]$/u.test(unread) && !hasHan(unread) && /[a-z0-9]/u.test(whole[at] ?? '');
    for (; count > 0 && !inLatin; count--) {
      reading = lexicon.han(whole.slice(at, at + count));
      if (reading !== undefined) break;
    }
    if (reading === undefined) {
      const next = whole[at] ?? '';
      if (unread !== '' && hasHan(unread) !== hasHan(next)) close();
      unread += next;
      at += 1;
      continue;
    }
    close();
    found.push({ ...reading, text: whole.slice(at, at + count), plural: false, literal: false, han: true });
    at += count;
  }
  close();
  return found;
}

function unknownWord(text: string): Word {
  const single = plainSingular(text);
  return { ...nothing, text: single, plural: single !== text, literal: true, han: false };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
