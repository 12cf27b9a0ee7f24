/**
 * Text from outside, safe for a terminal: control characters (ANSI sequences among them), line separators and
 * characters that reorder or hide text are written as escapes, and what build servers take for commands to them
 * wherever it is in a line (`##[…]`, `##vso[…]`). Everything else stays as it is.
 */
export function terminalText(text: string): string {
  return withoutControls(text).replace(/##(?=\w{0,20}\[)/g, '#\\x23');
}

/** Without controls, format characters (bidi, zero width, tags), separators of lines and paragraphs, lone surrogates. */
function withoutControls(text: string): string {
  // Most texts are plain ones, and making the tables of Unicode for the other pattern takes a user's time.
  return /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escaped);
}

/**
 * A file's name, safe at the start of a line: one that a build server would take for a command (`::…`) gets its folder
 * in front, which leaves it the name of the same file.
 */
export function terminalPath(file: string): string {
  const shown = terminalText(file);
  return /^\s*::/u.test(shown) ? `./${shown}` : shown;
}

const short: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escaped(char: string): string {
  const named = short.get(char);
  if (named !== undefined) return named;
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
