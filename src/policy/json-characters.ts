/** Punctuation of Chinese input methods and of word processors, and the character of JSON that it stands for. */
export const lookAlikes: ReadonlyMap<string, '{' | '}' | '[' | ']' | ':' | ','> = new Map([
  ['，', ','],
  ['、', ','],
  ['﹐', ','],
  ['､', ','],
  ['：', ':'],
  ['﹕', ':'],
  ['｛', '{'],
  ['｝', '}'],
  ['［', '['],
  ['］', ']'],
  ['【', '['],
  ['】', ']'],
]);

const closingQuotes: ReadonlyMap<string, string> = new Map([
  ['“', '“”„‟"＂'],
  ['”', '“”„‟"＂'],
  ['„', '“”„‟"＂'],
  ['‟', '“”„‟"＂'],
  ['＂', '＂"”“'],
  ['‘', "‘’'"],
  ['’', "‘’'"],
  ['「', '」'],
  ['『', '』'],
  ['«', '»'],
  ["'", "'‘’"],
  ['`', '`'],
]);

/** The characters that close a string opened by a quote that JSON does not know; `undefined` for any other character. */
export function closersOf(quote: string): string | undefined {
  return closingQuotes.get(quote);
}

/** White space of JSON. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** White space elsewhere, and characters that show nothing: often pasted from web pages. */
export function isForeignSpace(char: string): boolean {
  return /[\p{White_Space}\p{Cf}]/u.test(char);
}

/** Whether a character ends an unquoted word. */
export function endsWord(char: string): boolean {
  return (
    '{}[]:,"\'='.includes(char) || lookAlikes.has(char) || closingQuotes.has(char) || isForeignSpace(char)
  );
}
