import type { Span } from '../model/policy.ts';

/** The decoded text of a string, and what in it JSON does not allow. */
interface DecodedString {
  readonly value: string;
  readonly invalidEscapes: readonly Span[];
  /** Raw control characters other than line breaks. */
  readonly controls: readonly Span[];
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Decodes what stands between the quotes; an invalid escape is kept as it is written. */
export function decodeString(text: string, start: number, end: number): DecodedString {
  let value = '';
  const invalidEscapes: Span[] = [];
  const controls: Span[] = [];
  for (let at = start; at < end; at++) {
    const char = text[at] ?? '';
    if (char !== '\\') {
      if (char < ' ' && char !== '\n' && char !== '\r') controls.push({ offset: at, length: 1 });
      value += char;
      continue;
    }
    const next = at + 1 < end ? (text[at + 1] ?? '') : '';
    const plain = escapes.get(next);
    const hex = next === 'u' ? text.slice(at + 2, Math.min(at + 6, end)) : '';
    if (plain !== undefined) {
      value += plain;
      at += 1;
    } else if (/^[0-9a-f]{4}$/i.test(hex)) {
      value += String.fromCharCode(Number.parseInt(hex, 16));
      at += 5;
    } else {
      invalidEscapes.push({ offset: at, length: 1 + next.length });
      value += `\\${next}`;
      at += next.length;
    }
  }
  return { value, invalidEscapes, controls };
}
