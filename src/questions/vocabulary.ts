/** The languages of questions and titles. */
export type Tongue = 'en' | 'zh' | 'de';

/** Words for one idea, in each language. Plural forms and inflected verbs are not listed. */
export type Names = { readonly [Language in Tongue]?: readonly string[] };

/** What is done. */
export interface VerbNames extends Names {
  /** Verbs of one class are the same wish where a service has an API under one of them only; its own name where it has none. */
  readonly class?: string;
  /** The verb that is taken where a service has nothing under this one: to enable something is to set it. */
  readonly else?: string;
  /** It stands for any of these verbs. */
  readonly means?: readonly string[];
  /** What it is to do something with the thing that follows: `tag an image` is `add` a `tag`. */
  /** What follows with `with` is what is done something with, by this verb: `equip a server with a disk` is `add`. */
  readonly swaps?: string;
  readonly becomes?: { readonly verb: string; readonly thing: string };
}

/** What something is done with. */
export interface ThingNames extends Names {
  /** The service that is meant where several know the thing and none is named. */
  readonly home?: string;
  /** The more general thing that it is. */
  readonly kindOf?: string;
  /** A title that names it says nothing by that. */
  readonly silent?: true;
  /** Things that are said with it. */
  readonly implies?: readonly string[];
}

export interface ServiceNames extends Names {
  /** Things that need not be said in the service. */
  readonly own?: readonly string[];
  /** The thing that is meant where only the service is named. */
  readonly default?: string;
}

/** Things that mean another one together. */
export interface Rewrite {
  /** All of these are said. */
  readonly things?: readonly string[];
  /** At least one of these is said. */
  readonly some?: readonly string[];
  /** At least one of these is said too, and stays. */
  readonly beside?: readonly string[];
  /** Only with these verbs; any where they are missing. */
  readonly verbs?: readonly string[];
  /** What the things are together. */
  readonly to: string;
  /** What the verb is then. */
  readonly verb?: string;
}

/** Kinds of words that are not about anything by themselves. */
export const smallWords = [
  'filler',
  'before',
  'means',
  'source',
  'target',
  'genitive',
  'object',
  'and',
  'or',
  'again',
  'single',
  'many',
  'weak',
  'negation',
] as const;
export type SmallWord = (typeof smallWords)[number];

/** `rules/vocabulary/questions.yaml`. */
export interface QuestionVocabulary {
  readonly verbs: Readonly<Record<string, VerbNames>>;
  /** Pairs of classes that are never offered for each other. */
  readonly opposites: readonly (readonly [string, string])[];
  readonly things: Readonly<Record<string, ThingNames>>;
  /** By code. */
  readonly services: Readonly<Record<string, ServiceNames>>;
  /** Codes of services by the words of Terraform resources and of command lines. */
  readonly products: Readonly<Record<'terraform' | 'cli', Readonly<Record<string, string>>>>;
  readonly words: Readonly<Record<SmallWord, Names>>;
  /** Who asks, or is asked about. */
  readonly subjects: Names & { readonly pronouns: readonly string[] };
  readonly rewrites: readonly Rewrite[];
}
