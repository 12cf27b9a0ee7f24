/** What a question in plain words was understood as: one meaning, and those that `and` adds to it. */
export interface UnderstoodAs {
  /** In English, e.g. `delete`. */
  readonly verb: string;
  /** What it is done to, then what else the question names; in English where there is a word. */
  readonly things: readonly string[];
  readonly service: string;
  /** `METHOD path` of each API, or the action where no API is known; one of them is enough. */
  readonly apis: readonly string[];
  /** Other services in which the same words mean something. */
  readonly alsoIn?: readonly string[];
  /** Words that were taken for misspelt ones. */
  readonly corrected?: readonly string[];
  /** What is asked besides: all of it is needed. */
  readonly and?: readonly UnderstoodAs[];
}

/** Something that a question may mean. */
export interface Choice {
  /** A question that is answered. */
  readonly query: string;
  readonly service: string;
  /** As for {@link UnderstoodAs.apis}. */
  readonly apis: readonly string[];
}

/** What is said of a question that is not answered. */
export interface ChoicesAnswer {
  readonly schemaVersion: 1;
  readonly query: { readonly text: string };
  readonly choices: readonly Choice[];
}
