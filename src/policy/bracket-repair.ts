import { type Bracket, bracketErrors } from './bracket-balance.ts';

/** How often the rest of the text is looked at to choose a repair. */
const mostLooks = 100;

/** Chooses between repairs of brackets by what fits the rest of the text better. `at`: the end of the current token. */
export class BracketRepair {
  readonly #text: string;
  #looks = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether what follows fits these open brackets better than those. */
  fitsBetter(at: number, these: readonly Bracket[], those: readonly Bracket[]): boolean {
    return this.#errorsWith(at, these) < this.#errorsWith(at, those);
  }

  /** Whether a closing bracket closes an outer bracket, so that the inner one was never closed; else it opens nowhere. */
  closesAround(at: number, open: readonly Bracket[], opener: Bracket): boolean {
    const place = open.lastIndexOf(opener);
    if (place < 0) return false;
    const unclosed = open.length - 1 - place;
    return unclosed + this.#errorsWith(at, open.slice(0, place)) <= 1 + this.#errorsWith(at, open);
  }

  /** Whether a closing bracket stands for one of the other kind, which the innermost open bracket wants. */
  isWrongCloser(at: number, open: readonly Bracket[], opener: Bracket): boolean {
    // Without looks left every repair would seem to fit.
    if (open.length === 0 || this.#looks + 3 > mostLooks) return false;
    const inner = open.slice(0, -1);
    const asMeant = this.#errorsWith(at, inner);
    if (asMeant >= this.#errorsWith(at, open)) return false;
    const around = inner.lastIndexOf(opener);
    if (around < 0) return true;
    return 1 + asMeant < inner.length - around + this.#errorsWith(at, inner.slice(0, around));
  }

  /** Brackets that are wrong after the current token, if these are open. */
  #errorsWith(at: number, open: readonly Bracket[]): number {
    if (this.#looks++ > mostLooks) return 0;
    return bracketErrors(this.#text, at, open);
  }
}
