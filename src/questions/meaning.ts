import type { Lexicon } from './lexicon.ts';
import type { Word } from './read-words.ts';
import type { Rewrite } from './vocabulary.ts';

/** A word that is about a thing or a service. */
export interface Piece {
  readonly text: string;
  /** The things that it may be; a word that the vocabulary does not have is one by itself: `=word`. */
  readonly things: readonly string[];
  /** The services that it names. */
  readonly services: readonly string[];
  /** It is said with what, from what or whereto something is done: an API need not name it. */
  readonly means?: true;
  /** It is a thing, not the service of its name: `of an ecs`. */
  readonly part?: true;
}

/** What a text says: a verb, what it is done to, and what else is named. */
export interface Meaning {
  /** What the verb may be; empty where there is none. */
  readonly verbs: readonly string[];
  readonly head: Piece | undefined;
  readonly others: readonly Piece[];
  /** Words that may be left out. */
  readonly weak: readonly string[];
  /** It is about one thing and all that is known of it, or about many. */
  readonly number: 'one' | 'many' | undefined;
}

/** The thing of a word that no vocabulary has. */
export function literalThing(text: string): string {
  return `=${text}`;
}

/** The things that a word names by itself: those of its readings, or the word. */
export function thingsOf(word: Word): readonly string[] {
  return pieceOf(word)?.things ?? [];
}

const is = (word: Word, small: Word['small'][number]): boolean => word.small.includes(small);

/**
 * Reads one wish: words with at most one verb. What follows the verb is done something with, up to a preposition; before it
 * stands what it is done to where nothing follows (`云硬盘扩容`, `Festplatte erweitern`, `server create`).
 */
export function readMeaning(words: readonly Word[], lexicon: Lexicon): Meaning {
  const content = withoutWeakEnd(
    words.filter((word) => !is(word, 'filler') && !is(word, 'and') && !is(word, 'or')),
  );
  const verbAt = placeOfVerb(content);
  const verb = verbAt === undefined ? undefined : content[verbAt];
  const classes = (verb?.verbs ?? []).map((id) => lexicon.classOf(id));
  const links: Links = {
    isTaken: classes.some((name) => taking.includes(name)),
    isSent: classes.some((name) => sending.includes(name)),
  };
  const before = segmentsOf(content.slice(0, verbAt ?? content.length), links);
  const after = verbAt === undefined ? [] : segmentsOf(content.slice(verbAt + 1), links);
  const object =
    before.find((segment) => segment.marked && segment.pieces.length > 0) ??
    (after[0]?.pieces.length ? after[0] : undefined) ??
    before.filter((segment) => segment.free && segment.pieces.length > 0).at(verb?.han === true ? -1 : 0) ??
    [...after, ...before].find(({ pieces }) => pieces.length > 0);
  const pieces = [...before, ...after].flatMap((segment) => segment.pieces);
  const head = object?.pieces.findLast(({ things }) => things.length > 0) ?? object?.pieces.at(-1);
  const rest = content.filter((_, at) => at !== verbAt);
  const number = numberOf(rest, words, head);
  const verbs =
    verb?.verbs ??
    (rest.some((word) => is(word, 'many'))
      ? ['list']
      : rest.some((word) => is(word, 'single'))
        ? ['get']
        : []);
  return withVerbsOfThings(
    {
      verbs: verbs.flatMap((id) => lexicon.vocabulary.verbs[id]?.means ?? [id]),
      head,
      others: pieces.filter((piece) => piece !== head),
      weak: content.filter((word) => isWeak(word)).map(({ text }) => text),
      number,
    },
    lexicon,
  );
}

interface Segment {
  readonly pieces: Piece[];
  /** No preposition stands before it. */
  readonly free: boolean;
  /** It is marked as what something is done to. */
  readonly marked: boolean;
}

/** Verbs, by class, with which `from` and `to` say what it is all about. */
interface Links {
  readonly isTaken: boolean;
  readonly isSent: boolean;
}

const taking = ['remove', 'detach', 'read', 'download', 'unshare', 'clear'];
const sending = [
  'export',
  'download',
  'copy',
  'migrate',
  'move',
  'restore',
  'rollback',
  'share',
  'publish',
  'import',
  'upload',
];

function segmentsOf(words: readonly Word[], { isTaken, isSent }: Links): Segment[] {
  const segments: Segment[] = [{ pieces: [], free: true, marked: false }];
  let means = false;
  let part = false;
  for (const word of words) {
    if (isLink(word) || (is(word, 'genitive') && segments.at(-1)?.pieces.length)) {
      segments.push({ pieces: [], free: false, marked: false });
      means = is(word, 'means') || (is(word, 'source') && !isTaken) || (is(word, 'target') && isSent);
      part = !/^(?:in|im|在)$/u.test(word.text);
    } else if (is(word, 'object')) {
      segments.push({ pieces: [], free: false, marked: true });
      means = false;
      part = false;
    } else if (!is(word, 'genitive')) {
      const piece = pieceOf(word);
      if (piece !== undefined)
        segments.at(-1)?.pieces.push({ ...piece, ...(means ? { means } : {}), ...(part ? { part } : {}) });
    }
  }
  return segments;
}

/** Whether a word parts what is done something to from what else is said. */
export function isLink(word: Word): boolean {
  return is(word, 'before') || is(word, 'means') || is(word, 'source') || is(word, 'target');
}

function isWeak(word: Word): boolean {
  return is(word, 'weak') && word.things.length === 0;
}

/** `make an image public`: what is said of a thing after it is what is to become of it. */
function withoutWeakEnd(words: readonly Word[]): Word[] {
  const last = words.at(-1);
  if (
    last === undefined ||
    last.han ||
    !isWeak(last) ||
    /ly$|^(?:batch|batches|clicks?|up|running)$/u.test(last.text)
  )
    return [...words];
  return [...words.slice(0, -1), { ...last, small: [], literal: true, text: `${last.text}!` }];
}

function pieceOf(word: Word): Piece | undefined {
  const { text, things, services, literal } = word;
  if (literal) return { text, things: [literalThing(text)], services: [] };
  if (things.length > 0 || services.length > 0) return { text, things, services };
  if (word.small.length > 0) return undefined;
  // A second verb is something that is said of the thing.
  return { text, things: word.verbs.map((verb) => `v:${verb}`), services: [] };
}

/** English begins with the verb, command lines and German end with it; Chinese has it anywhere. */
function placeOfVerb(words: readonly Word[]): number | undefined {
  const isContent = (word: Word) => !is(word, 'weak') || word.verbs.length > 0;
  const first = words.findIndex(isContent);
  const last = words.findLastIndex((word) => isContent(word) && !isLink(word) && !is(word, 'single'));
  const isVerb = (word: Word | undefined) => (word?.verbs.length ?? 0) > 0;
  const isOnly = (word: Word | undefined) => isVerb(word) && word?.things.length === 0;
  if (first < 0) return undefined;
  if (isOnly(words[first])) return first;
  if (isVerb(words[first])) {
    if (last > first && isOnly(words[last]) && !is(words[last] as Word, 'many')) return last;
    return first;
  }
  const only = words.findIndex(isOnly);
  if (only >= 0) return only;
  return isVerb(words[last]) ? last : undefined;
}

function numberOf(rest: readonly Word[], words: readonly Word[], head: Piece | undefined): Meaning['number'] {
  if (rest.some((word) => is(word, 'many'))) return 'many';
  const at = words.findIndex((word) => word.text === head?.text);
  const noun = words[at];
  if (noun?.plural) return 'many';
  if (rest.some((word) => is(word, 'single'))) return 'one';
  if (noun === undefined || noun.han) return undefined;
  const article = words
    .slice(Math.max(0, at - 3), at)
    .some(({ text }) => /^(?:an?|one|this|that|single|eine?[nmrs]?)$/u.test(text));
  return article ? 'one' : undefined;
}

/** `tag an image` is to add a tag to it; some things mean another one together. */
function withVerbsOfThings(meaning: Meaning, { vocabulary }: Lexicon): Meaning {
  const becomes = meaning.verbs.length === 1 ? vocabulary.verbs[meaning.verbs[0] ?? '']?.becomes : undefined;
  let result = meaning;
  const swaps = meaning.verbs.length === 1 ? vocabulary.verbs[meaning.verbs[0] ?? '']?.swaps : undefined;
  const given = meaning.others.find(({ means }) => means === true);
  if (swaps !== undefined && given !== undefined) {
    const { head, others } = meaning;
    const rest = others.filter((piece) => piece !== given);
    result = { ...meaning, verbs: [swaps], head: given, others: [...(head ? [head] : []), ...rest] };
  }
  if (becomes !== undefined) {
    const { head, others } = meaning;
    const isSaid = head?.things.includes(becomes.thing) === true;
    result = {
      ...meaning,
      verbs: [becomes.verb],
      ...(isSaid ? {} : { head: madePiece(becomes.thing), others: [...(head ? [head] : []), ...others] }),
    };
  }
  for (const rewrite of vocabulary.rewrites) result = rewritten(result, rewrite);
  return result;
}

function rewritten(meaning: Meaning, { things = [], some, beside, verbs, to, verb }: Rewrite): Meaning {
  const { head, others } = meaning;
  if (verbs !== undefined && !meaning.verbs.some((one) => verbs.includes(one))) return meaning;
  if (head === undefined) return meaning;
  const pieces = [head, ...others];
  const saying = (wanted: readonly string[]) =>
    pieces.filter((piece) => piece.things.some((thing) => wanted.includes(thing)));
  if (things.some((thing) => saying([thing]).length === 0)) return meaning;
  const used = saying([...things, ...(some ?? [])]);
  if (some !== undefined && saying(some).length === 0) return meaning;
  if (beside !== undefined && saying(beside).length === 0) return meaning;
  const isHead = verb !== undefined || used.includes(head);
  const rest = pieces.filter((piece) => !used.includes(piece));
  return {
    ...meaning,
    verbs: verb === undefined ? meaning.verbs : [verb],
    head: isHead ? madePiece(to) : head,
    others: [...(isHead ? [] : [madePiece(to)]), ...rest.filter((piece) => isHead || piece !== head)],
  };
}

function madePiece(thing: string): Piece {
  return { text: thing, things: [thing], services: [] };
}
