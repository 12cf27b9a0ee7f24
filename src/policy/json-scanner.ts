import type { Span } from '../model/policy.ts';
import { closersOf, endsWord, isForeignSpace, isSpace, lookAlikes } from './json-characters.ts';
import * as slips from './json-slips.ts';
import { decodeString } from './json-strings.ts';
import type { SlipLog } from './slip-log.ts';
import { canClose, curlyEnd, endAfterInnerQuote, endBeforeNext, meantEnd } from './string-ends.ts';

type TokenKind = '{' | '}' | '[' | ']' | ':' | ',' | '=' | 'string' | 'word' | 'end';

const numberForm = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Whether a word is a number as JSON writes it. */
export function isNumber(word: string): boolean {
  return numberForm.test(word);
}

/**
 * Splits a text into tokens. With `tolerant`, what JSON does not know is mended and logged:
 * comments, foreign punctuation and quotes, strings that end where they should not.
 * Without it the text is known to be JSON, and nothing is guessed.
 */
export class JsonScanner {
  kind: TokenKind = 'end';
  /** Place of the current token. */
  start = 0;
  end = 0;
  /** Decoded string or raw word. */
  value = '';
  /** The current string was not closed: what follows it may be missing with the quote. */
  unclosed = false;
  readonly #text: string;
  readonly #log: SlipLog;
  readonly #tolerant: boolean;
  #line = { from: -1, end: -1 };

  constructor(text: string, log: SlipLog, tolerant: boolean) {
    this.#text = text;
    this.#log = log;
    this.#tolerant = tolerant;
  }

  /** Kind of the token after the current one. */
  peek(): TokenKind {
    const { kind, start, end, value, unclosed } = this;
    this.next();
    const following = this.kind;
    Object.assign(this, { kind, start, end, value, unclosed });
    return following;
  }

  next(): void {
    this.#skipSpace();
    const at = this.end;
    this.start = at;
    this.unclosed = false;
    if (at >= this.#text.length) {
      this.kind = 'end';
      return;
    }
    const char = this.#text[at] ?? '';
    switch (char) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ':':
      case ',':
        this.kind = char;
        this.end = at + 1;
        return;
      case '"':
        this.#string();
        return;
      default:
        if (this.#tolerant) this.#foreign(char);
        else this.#word();
    }
  }

  /**
   * Takes the rest of an unquoted value into the current word: `:` belongs to it where another letter follows. One that a
   * quote closes is a string.
   */
  extendWord(): void {
    const text = this.#text;
    while (this.end < text.length) {
      const char = text[this.end] ?? '';
      const colon = char === ':' && !endsWord(text[this.end + 1] ?? ' ');
      if (endsWord(char) && !colon) break;
      this.end++;
    }
    this.value = text.slice(this.start, this.end);
    if (text[this.end] === '"' && /^[\p{L}\p{N}_.*:/@-]+$/u.test(this.value)) this.#missingOpeningQuote();
  }

  #skipSpace(): void {
    const text = this.#text;
    for (;;) {
      while (this.end < text.length && isSpace(text.charCodeAt(this.end))) this.end++;
      if (!this.#tolerant || this.end >= text.length) return;
      const char = text[this.end] ?? '';
      if (this.#comment(char) || this.#fence()) continue;
      if (!isForeignSpace(char)) return;
      this.#log.add(() => slips.foreignSpace(this.end, char));
      this.end++;
    }
  }

  #comment(char: string): boolean {
    const text = this.#text;
    const start = this.end;
    const next = text[start + 1];
    const block = char === '/' && next === '*';
    if (!block && char !== '#' && !(char === '/' && next === '/')) return false;
    if (block) {
      const close = text.indexOf('*/', start + 2);
      this.end = close < 0 ? text.length : close + 2;
    } else {
      this.end = this.#lineEnd(start);
    }
    this.#log.add(() =>
      slips.comment({ offset: start, length: this.end - start }, this.#withItsSpace(start)),
    );
    return true;
  }

  /** What goes with a text up to the current end: its line where it stands alone on it, else the blanks before it. */
  #withItsSpace(start: number): Span {
    const text = this.#text;
    let from = start;
    while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
    let to = this.end;
    while (text[to] === ' ' || text[to] === '\t') to++;
    const opensLine = from === 0 || text[from - 1] === '\n' || text[from - 1] === '\r';
    const closesLine = to >= text.length || text[to] === '\n' || text[to] === '\r';
    if (opensLine && closesLine) {
      if (text[to] === '\r') to++;
      if (text[to] === '\n') to++;
      return { offset: from, length: to - from };
    }
    return { offset: closesLine ? from : start, length: this.end - (closesLine ? from : start) };
  }

  /** The line that opens or closes a code block, copied from Markdown together with it. */
  #fence(): boolean {
    const start = this.end;
    if (!this.#text.startsWith('```', start)) return false;
    this.end = this.#lineEnd(start);
    this.#log.add(slips.codeFence({ offset: start, length: this.end - start }, this.#withItsSpace(start)));
    return true;
  }

  #word(): void {
    const text = this.#text;
    this.end = this.start;
    while (this.end < text.length) {
      const char = text[this.end] ?? '';
      if (endsWord(char) && this.end > this.start) break;
      this.end++;
    }
    this.kind = 'word';
    this.value = text.slice(this.start, this.end);
  }

  #foreign(char: string): void {
    const text = this.#text;
    const at = this.start;
    const meant = lookAlikes.get(char);
    if (meant !== undefined) {
      this.#log.add(() => slips.fullWidth(at, char, meant));
      this.kind = meant;
      this.end = at + 1;
    } else if (closersOf(char) !== undefined) {
      this.#quoted(char);
    } else if (char === '=') {
      this.kind = '=';
      this.end = text[at + 1] === '>' ? at + 2 : at + 1;
    } else if (char === ';') {
      this.#log.add(slips.semicolon(at));
      this.kind = ',';
      this.end = at + 1;
    } else {
      this.#word();
      this.#placeholder();
      if (text[this.end] === '"' && /^[\w.*-]+$/.test(this.value)) this.#missingOpeningQuote();
      else if (text[this.end] === ':') this.#nameWithColon();
    }
  }

  /** `${...}` is one word, whatever stands between the brackets on its line. */
  #placeholder(): void {
    if (!this.value.endsWith('$') || this.#text[this.end] !== '{') return;
    const close = this.#text.indexOf('}', this.end);
    if (close < 0 || close > this.#lineEnd(this.end)) return;
    this.end = close + 1;
    this.value = this.#text.slice(this.start, this.end);
  }

  /** `Allow"` where `"Allow"` was meant. */
  #missingOpeningQuote(): void {
    if (!canClose(this.#text, this.end)) return;
    this.kind = 'string';
    this.end++;
    this.#log.add(slips.noOpeningQuote(this.#span(), this.#written()));
  }

  /** `g:MFAPresent":` where `"g:MFAPresent":` was meant. */
  #nameWithColon(): void {
    const name = /[\w.-]+:[\w.-]+(?="[ \t]*:)/y;
    name.lastIndex = this.start;
    const [value] = name.exec(this.#text) ?? [];
    if (value === undefined) return;
    this.value = value;
    this.end = this.start + value.length;
    this.#missingOpeningQuote();
  }

  /** A string in single, curly or other quotes. */
  #quoted(quote: string): void {
    const text = this.#text;
    const closers = closersOf(quote) ?? quote;
    const lineEnd = this.#lineEnd(this.start);
    let close = this.start + 1;
    while (close < lineEnd && !closers.includes(text[close] ?? '')) close++;
    const closed = close < lineEnd;
    if (!closed) close = meantEnd(text, this.start, lineEnd);
    this.kind = 'string';
    this.value = text.slice(this.start + 1, close);
    this.end = closed ? close + 1 : close;
    this.unclosed = !closed;
    this.#log.add(() => slips.foreignQuotes(this.#span(), quote, this.#written(), this.value));
  }

  #string(): void {
    const text = this.#text;
    this.kind = 'string';
    let at = this.start + 1;
    let plain = true;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        plain = false;
        at++;
      } else if (code < 0x20) {
        plain = false;
        if (code === 0x0a || code === 0x0d) break;
      }
    }
    if (this.#tolerant) {
      this.#mendedString(Math.min(at, text.length));
      return;
    }
    this.end = at + 1;
    this.value = plain ? text.slice(this.start + 1, at) : String(JSON.parse(text.slice(this.start, at + 1)));
  }

  /** A string of a text with slips: `at` is its closing quote, or where its line or the text ends. */
  #mendedString(at: number): void {
    const text = this.#text;
    const curly = curlyEnd(text, this.start, at);
    if (curly !== undefined) {
      this.value = text.slice(this.start + 1, curly);
      this.end = curly + 1;
      this.#log.add(slips.foreignQuotes(this.#span(), text[curly] ?? '', this.#written(), this.value));
      return;
    }
    if (text[at] !== '"') {
      this.#lineBreakInString(at);
      return;
    }
    const early = endBeforeNext(text, this.start, at);
    if (early !== undefined) {
      this.#unclosedString(early);
      return;
    }
    const late = endAfterInnerQuote(text, at, this.#lineEnd(at));
    this.#closeString(late ?? at);
    if (late !== undefined) this.#log.add(slips.quoteInside(at, this.#written()));
  }

  #lineBreakInString(at: number): void {
    const close = this.#text.indexOf('"', at);
    if (close < 0 || !canClose(this.#text, close)) {
      this.#unclosedString(meantEnd(this.#text, this.start, at));
      return;
    }
    this.#closeString(close);
    this.#log.add(slips.multiLineString(this.#span()));
  }

  #unclosedString(end: number): void {
    this.value = this.#text.slice(this.start + 1, end);
    this.end = end;
    this.unclosed = true;
    this.#log.add(() => slips.unclosedString(this.#span(), this.#written()));
  }

  #closeString(close: number): void {
    const text = this.#text;
    const decoded = decodeString(text, this.start + 1, close);
    this.value = decoded.value;
    this.end = close + 1;
    for (const span of decoded.invalidEscapes) {
      this.#log.add(slips.invalidEscape(span, text.slice(span.offset, span.offset + span.length)));
    }
    for (const span of decoded.controls) this.#log.add(slips.controlInString(span, text[span.offset] ?? ''));
  }

  #span(): Span {
    return { offset: this.start, length: this.end - this.start };
  }

  /** The current token as it stands in the text. */
  #written(): string {
    return this.#text.slice(this.start, this.end);
  }

  /** Worked out once for each line, however many quotes stand on it. */
  #lineEnd(from: number): number {
    if (from < this.#line.from || from > this.#line.end) {
      let end = from;
      while (end < this.#text.length && this.#text[end] !== '\n' && this.#text[end] !== '\r') end++;
      this.#line = { from, end };
    }
    return this.#line.end;
  }
}
