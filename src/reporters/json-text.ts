/**
 * A value as JSON that is safe to show: control, format and separator characters, harmless to JSON and not to a
 * terminal or to what reads it line by line, are written as `\u` escapes, and so is what build servers take for commands
 * (`##[…]`, `##vso[…]`). It is the same value to every reader.
 */
export function jsonText(value: unknown, indent?: number): string {
  // All of them are in strings. Those below U+0020, and lone surrogates, JSON.stringify has escaped.
  return JSON.stringify(value, null, indent)
    .replace(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
    .replace(/##(?=\w{0,20}\[)/g, '#\\u0023');
}

function escaped(char: string): string {
  return Array.from(
    { length: char.length },
    (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
