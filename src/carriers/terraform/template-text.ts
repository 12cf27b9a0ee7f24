import type { Span } from '../../model/policy.ts';
import type { TemplateForm } from './hcl-syntax.ts';
import type { Segment } from './hcl-value.ts';

/** What a run of a template says, and where each part of it is written. */
export interface TemplateText {
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** A text with the places of its parts, made from left to right. */
export class TextBuilder {
  #text = '';
  readonly #segments: Segment[] = [];

  get length(): number {
    return this.#text.length;
  }

  /** Adds what is in the file as it is. */
  addExact(text: string, offset: number): void {
    if (text === '') return;
    const last = this.#segments.at(-1);
    this.#text += text;
    if (last?.exact && last.from.offset + last.from.length === offset) {
      const length = last.length + text.length;
      this.#segments[this.#segments.length - 1] = {
        length,
        from: { offset: last.from.offset, length },
        exact: true,
      };
      return;
    }
    this.#segments.push({ length: text.length, from: { offset, length: text.length }, exact: true });
  }

  /** Adds what is put in the place of a span. */
  addInstead(text: string, { offset, length }: Span): void {
    if (text === '') return;
    this.#text += text;
    this.#segments.push({ length: text.length, from: { offset, length }, exact: false });
  }

  build(): TemplateText {
    return { text: this.#text, segments: this.#segments };
  }
}

/** Characters that a backslash stands before in a quoted template. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
]);

const withBackslash = /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([\s\S]))|([$%])\4\{/gu;

const special: Readonly<Record<TemplateForm, RegExp>> = {
  quoted: withBackslash,
  json: withBackslash,
  heredoc: /([$%])\1\{/gu,
};

/** Adds a run of a template: `text` from the file at `offset`, with its escapes decoded. */
export function addTemplateText(
  builder: TextBuilder,
  form: TemplateForm,
  text: string,
  offset: number,
): void {
  let at = 0;
  for (const match of text.matchAll(special[form])) {
    builder.addExact(text.slice(at, match.index), offset + at);
    builder.addInstead(decoded(match, form), { offset: offset + match.index, length: match[0].length });
    at = match.index + match[0].length;
  }
  builder.addExact(text.slice(at), offset + at);
}

function decoded(match: RegExpExecArray, form: TemplateForm): string {
  if (form === 'heredoc') return match[0].slice(1);
  const [whole, four, eight, escaped] = match;
  const digits = four ?? eight;
  if (digits !== undefined) {
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  }
  return escaped === undefined ? whole.slice(1) : (escapes.get(escaped) ?? whole);
}
