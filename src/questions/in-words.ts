import type { Lexicon } from './lexicon.ts';

/** The English word for a verb. */
export function verbInWords(verb: string, { vocabulary }: Lexicon): string {
  return vocabulary.verbs[verb]?.en?.[0] ?? verb;
}

/** The English word for a thing; a word that no vocabulary has, as it is. */
export function thingInWords(thing: string, lexicon: Lexicon): string {
  if (thing.startsWith('=')) return thing.slice(1);
  if (thing.startsWith('v:')) return verbInWords(thing.slice(2), lexicon);
  const { en, de, zh } = lexicon.vocabulary.things[thing] ?? {};
  return en?.[0] ?? de?.[0] ?? zh?.[0] ?? thing;
}
