import { inBackticks } from '../model/in-backticks.ts';
import { closersOf, endsWord, isForeignSpace, isSpace, lookAlikes } from './json-characters.ts';
import { decodeString } from './json-strings.ts';
import type { SlipLog } from './slip-log.ts';

export type TokenKind = '{' | '}' | '[' | ']' | ':' | ',' | '=' | 'string' | 'word' | 'end';

/** How far a string with unescaped quotes inside is followed. */
const longestInnerQuote = 200;

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

  /** Takes the rest of an unquoted value into the current word: `:` belongs to it where another letter follows. */
  extendWord(): void {
    const text = this.#text;
    while (this.end < text.length) {
      const char = text[this.end] ?? '';
      const colon = char === ':' && !endsWord(text[this.end + 1] ?? ' ');
      if (endsWord(char) && !colon) break;
      this.end++;
    }
    this.value = text.slice(this.start, this.end);
  }

  #skipSpace(): void {
    const text = this.#text;
    for (;;) {
      while (this.end < text.length && isSpace(text.charCodeAt(this.end))) this.end++;
      if (!this.#tolerant || this.end >= text.length) return;
      const char = text[this.end] ?? '';
      if (this.#comment(char) || this.#fence()) continue;
      if (!isForeignSpace(char)) return;
      this.#log.add({
        kind: 'invalid-character',
        offset: this.end,
        length: 1,
        message: `${codePoint(char)} stands outside a string, but is no white space of JSON`,
        hint: 'remove it, or put an ordinary space in its place',
      });
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
    this.#log.add({
      kind: 'comment',
      offset: start,
      length: this.end - start,
      message: 'JSON has no comments',
      hint: 'remove the comment',
    });
    return true;
  }

  /** The line that opens or closes a code block, copied from Markdown together with it. */
  #fence(): boolean {
    const start = this.end;
    if (!this.#text.startsWith('```', start)) return false;
    this.end = this.#lineEnd(start);
    this.#log.add({
      kind: 'unexpected',
      offset: start,
      length: this.end - start,
      message: 'the fence of a Markdown code block is no JSON',
      hint: 'remove the line',
    });
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
      this.#log.add({
        kind: 'full-width-punctuation',
        offset: at,
        length: 1,
        message: `\`${char}\` stands where JSON wants \`${meant}\``,
        hint: `type \`${meant}\` with an English keyboard layout`,
      });
      this.kind = meant;
      this.end = at + 1;
    } else if (closersOf(char) !== undefined) {
      this.#quoted(char);
    } else if (char === '=') {
      this.kind = '=';
      this.end = text[at + 1] === '>' ? at + 2 : at + 1;
    } else if (char === ';') {
      this.#log.add({
        kind: 'unexpected',
        offset: at,
        length: 1,
        message: '`;` stands where JSON wants `,`',
        hint: 'write `,`',
      });
      this.kind = ',';
      this.end = at + 1;
    } else {
      this.#word();
      this.#placeholder();
      if (text[this.end] === '"' && /^[\w.*-]+$/.test(this.value)) this.#missingOpeningQuote();
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
    if (!this.#closes(this.end)) return;
    this.#log.add({
      kind: 'unclosed-string',
      offset: this.start,
      length: this.end + 1 - this.start,
      message: `${inBackticks(`${this.value}"`)} has no opening quote`,
      hint: `put \`"\` before it`,
    });
    this.kind = 'string';
    this.end++;
  }

  /** A string in single, curly or other quotes. */
  #quoted(quote: string): void {
    const text = this.#text;
    const closers = closersOf(quote) ?? quote;
    const lineEnd = this.#lineEnd(this.start);
    let close = this.start + 1;
    while (close < lineEnd && !closers.includes(text[close] ?? '')) close++;
    const closed = close < lineEnd;
    if (!closed) close = this.#meantEnd(this.start + 1, lineEnd);
    this.kind = 'string';
    this.value = text.slice(this.start + 1, close);
    this.end = closed ? close + 1 : close;
    this.unclosed = !closed;
    const single = quote === "'" || quote === '`';
    const fullWidth = '＂「『«'.includes(quote);
    this.#log.add({
      kind: single ? 'single-quote' : fullWidth ? 'full-width-punctuation' : 'curly-quote',
      offset: this.start,
      length: this.end - this.start,
      message: `${inBackticks(text.slice(this.start, this.end))} is not in straight double quotes`,
      hint: `write ${inBackticks(`"${this.value}"`)}`,
    });
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
    const curly = this.#curlyCloser(at);
    if (text[at] === '"' && curly === undefined) {
      const early = this.#closesTooLate(at);
      if (early !== undefined) this.#unclosedString(early);
      else if (!this.#quoteInside(at)) this.#closeString(at);
    } else if (curly !== undefined) {
      this.value = text.slice(this.start + 1, curly);
      this.end = curly + 1;
      this.#log.add({
        kind: 'curly-quote',
        offset: this.start,
        length: this.end - this.start,
        message: `${inBackticks(text.slice(this.start, this.end))} is not in straight double quotes`,
        hint: `write ${inBackticks(`"${this.value}"`)}`,
      });
    } else {
      this.#lineBreakInString(at);
    }
  }

  /** `"Effect”`: the first curly quote before `limit`, if what follows it shows that it was meant to close. */
  #curlyCloser(limit: number): number | undefined {
    const text = this.#text;
    for (let at = this.start + 1; at < limit; at++) {
      if ('”“＂'.includes(text[at] ?? '')) return this.#closes(at) ? at : undefined;
    }
    return undefined;
  }

  /** `"Effect: "Allow"`: where the string was meant to end, if its closing quote opens the next one. */
  #closesTooLate(close: number): number | undefined {
    const text = this.#text;
    if (!/[\w$*]/.test(text[close + 1] ?? '')) return undefined;
    let end = close;
    while (end > this.start + 1 && isSpace(text.charCodeAt(end - 1))) end--;
    const punctuation = text[end - 1];
    return punctuation !== undefined && ':,[{'.includes(punctuation)
      ? this.#meantEnd(this.start + 1, end)
      : undefined;
  }

  /** `"the "right" one"`: takes the whole string, if the quote at hand stands before a letter and another one closes. */
  #quoteInside(quote: number): boolean {
    const text = this.#text;
    if (!/\w/.test(text[quote + 1] ?? '')) return false;
    const limit = Math.min(this.#lineEnd(quote), quote + longestInnerQuote);
    for (let at = quote + 1; at < limit; at++) {
      if (text[at] !== '"' || !this.#closes(at)) continue;
      if (text[at - 1] === ' ' || text.slice(quote + 1, at).includes(',')) return false;
      this.#closeString(at);
      this.#log.add({
        kind: 'unexpected',
        offset: quote,
        length: 1,
        message: `a quote inside the string ${inBackticks(text.slice(this.start, this.end))} is not escaped`,
        hint: 'write `\\"`',
      });
      return true;
    }
    return false;
  }

  #lineBreakInString(at: number): void {
    const close = this.#text.indexOf('"', at);
    if (close < 0 || !this.#closes(close)) {
      this.#unclosedString(this.#meantEnd(this.start + 1, at));
      return;
    }
    this.#closeString(close);
    this.#log.add({
      kind: 'multi-line-string',
      offset: this.start,
      length: this.end - this.start,
      message: 'a string runs over several lines',
      hint: 'close the string on its line, and write each action as a string of its own',
    });
  }

  #unclosedString(end: number): void {
    this.value = this.#text.slice(this.start + 1, end);
    this.end = end;
    this.unclosed = true;
    this.#log.add({
      kind: 'unclosed-string',
      offset: this.start,
      length: end - this.start,
      message: `the string ${inBackticks(this.#text.slice(this.start, end))} is not closed`,
      hint: 'put `"` at its end',
    });
  }

  #closeString(close: number): void {
    const decoded = decodeString(this.#text, this.start + 1, close);
    this.value = decoded.value;
    this.end = close + 1;
    for (const span of decoded.invalidEscapes) {
      const written = this.#text.slice(span.offset, span.offset + span.length);
      this.#log.add({
        kind: 'invalid-escape',
        ...span,
        message: `${inBackticks(written)} is not an escape that JSON knows`,
        hint: 'write `\\\\` for a backslash',
      });
    }
    for (const span of decoded.controls) {
      const char = this.#text[span.offset] ?? '';
      this.#log.add({
        kind: 'invalid-character',
        ...span,
        message: `a string holds the control character ${codePoint(char)}`,
        hint: char === '\t' ? 'remove it, or write `\\t`' : 'remove it',
      });
    }
  }

  /** Whether a quote at this offset can close a string: nothing but punctuation, a line's end or the next string follows. */
  #closes(quote: number): boolean {
    let at = quote + 1;
    while (this.#text[at] === ' ' || this.#text[at] === '\t') at++;
    const char = this.#text[at] ?? '\n';
    return /[\s,:\]}"'=/#]/.test(char) || lookAlikes.has(char);
  }

  /** Where an unclosed string was meant to end: before the punctuation at the end of what it swallowed. */
  #meantEnd(from: number, to: number): number {
    let end = to;
    while (end > from && /[\s,:[\]{}]/.test(this.#text[end - 1] ?? '')) end--;
    return end;
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

function codePoint(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
