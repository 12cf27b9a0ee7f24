/** The first byte that no character of UTF-8 takes; `undefined` where all bytes are UTF-8. */
export function firstInvalidByte(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return undefined;
}

/** Length of the character that begins at a byte; 0 where none does. Overlong forms and surrogates are none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return continues(second) ? 2 : 0;
  const third = continues(bytes[at + 2] ?? 0);
  if (first < 0xf0) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && third ? 3 : 0;
  }
  const low = first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high && third && continues(bytes[at + 3] ?? 0) ? 4 : 0;
}

function continues(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
