import type { EncodingProblem, Span } from '../model/policy.ts';
import { firstInvalidByte } from './utf8-bytes.ts';

/** A file's bytes as text. */
export interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  /** The bytes begin with the byte order mark of UTF-8. */
  readonly byteOrderMark?: true;
  /** Why the bytes are not the UTF-8 that JSON wants. */
  readonly problem?: EncodingProblem;
}

/** Stateless as it is used: every call decodes one whole text. Skips a byte order mark. */
const utf8 = new TextDecoder();

/** Decodes any bytes. What is not UTF-8 is read as far as it goes, and said. */
export function decodeText(bytes: Uint8Array | string): DecodedText {
  if (typeof bytes === 'string')
    return bytes.startsWith('\uFEFF') ? { text: bytes.slice(1), byteOrderMark: true } : { text: bytes };
  const wide = wideEncodingOf(bytes);
  if (wide !== undefined) return { text: decodeWide(bytes, wide), problem: wideProblem(wide) };
  const text = utf8.decode(bytes);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const problem = text.includes('\uFFFD') ? invalidBytes(bytes, text) : undefined;
  return {
    text,
    ...(marked ? { byteOrderMark: true } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

type WideEncoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** By the mark, or without one by the zero bytes around the first two characters, which are ASCII in every policy. */
function wideEncodingOf([a, b, c, d]: Uint8Array): WideEncoding | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (!a && b && !c && d) return 'utf-16be';
  if (a && !b && c && !d) return 'utf-16le';
  if (a && b === 0 && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0 && d) return 'utf-32be';
  return undefined;
}

function decodeWide(bytes: Uint8Array, encoding: WideEncoding): string {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return new TextDecoder(encoding).decode(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, encoding === 'utf-32le');
    units.push(code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code));
  }
  const text = units.join('');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function wideProblem(encoding: WideEncoding): EncodingProblem {
  const name = encoding.startsWith('utf-16') ? 'UTF-16' : 'UTF-32';
  return {
    offset: 0,
    length: 0,
    message: `the text is in ${name}, not in UTF-8`,
    hint: 'save the file as UTF-8',
  };
}

/** More places than these help nobody. */
const most = 50;

/** `undefined` where the bytes are UTF-8 and the text holds replacement characters of its own. */
function invalidBytes(bytes: Uint8Array, text: string): EncodingProblem | undefined {
  const at = firstInvalidByte(bytes);
  if (at === undefined) return undefined;
  const offset = utf8.decode(bytes.subarray(0, at)).length;
  const again: Span[] = [];
  let next = text.indexOf('\uFFFD', offset + 1);
  for (; next >= 0 && again.length < most; next = text.indexOf('\uFFFD', next + 1)) {
    if (text[next - 1] !== '\uFFFD') again.push({ offset: next, length: 1 });
  }
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return {
    offset,
    length: 1,
    message: `the byte 0x${byte} here is not UTF-8`,
    hint: `save the file as UTF-8${guess(bytes, at)}`,
    ...(again.length === 0 ? {} : { again }),
  };
}

/** What the first run of foreign bytes looks like: GBK writes a character in two bytes, Latin-1 in one. */
function guess(bytes: Uint8Array, at: number): string {
  const isHigh = (place: number) => (bytes[place] ?? 0) >= 0x80;
  if (!isHigh(at)) return '';
  let end = at;
  while (isHigh(end) && end < at + 64) end++;
  if (end - at === 1) return '; it looks like Latin-1 or Windows-1252';
  return (end - at) % 2 === 0 ? '; it looks like GBK' : '';
}
