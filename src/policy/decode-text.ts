/** A file's bytes as text. */
export interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  /** Why the bytes are not the UTF-8 that JSON wants, in words. */
  readonly problem?: string;
}

/** Stateless as it is used: every call decodes one whole text. Skips a byte order mark. */
const utf8 = new TextDecoder();

/** Decodes any bytes. What is not UTF-8 is read as far as it goes, and said. */
export function decodeText(bytes: Uint8Array | string): DecodedText {
  if (typeof bytes === 'string') return { text: bytes.startsWith('\uFEFF') ? bytes.slice(1) : bytes };
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return {
      text: new TextDecoder('utf-16le').decode(bytes),
      problem: 'the text is in UTF-16, not in UTF-8',
    };
  }
  if (first === 0xfe && second === 0xff) {
    return {
      text: new TextDecoder('utf-16be').decode(bytes),
      problem: 'the text is in UTF-16, not in UTF-8',
    };
  }
  const text = utf8.decode(bytes);
  if (!text.includes('\uFFFD')) return { text };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text };
  } catch {
    return { text, problem: 'the text holds bytes that are not UTF-8' };
  }
}
