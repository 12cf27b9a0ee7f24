/** Longer texts are not read to their end; a refusal is a few lines. */
export const longestRefusal = 1024 * 1024;

/** Quotation marks are escaped again in every text within a text: so many levels are undone. */
const mostLevels = 4;

/**
 * A text as it reads once colours of the terminal, the frame that Terraform draws, escapes of JSON strings and entities of
 * XML are gone. Every step is linear in the length of the text.
 */
export function plainText(text: string): string {
  let plain = text
    .slice(0, longestRefusal)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence of the terminal begins with one
    .replace(/\x1b\[[\d;]{0,20}[A-Za-z]/g, '')
    .replace(/^[ \t]*[│┃|╷╵╎<>][ \t]?/gmu, '');
  for (let level = 0; level < mostLevels && plain.includes('\\'); level++) {
    const before = plain;
    plain = plain.replace(/\\(?:u([\da-fA-F]{4})|(["'/\\])|([nrt]))/g, (_, code, mark, space) =>
      code === undefined
        ? (mark ?? (space === undefined ? '' : ' '))
        : String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (plain === before) break;
  }
  return plain.replace(
    /&(#39|#34|apos|quot|amp|lt|gt|#x27|#x22);/g,
    (_, name: string) => entities[name] ?? '',
  );
}

const entities: Readonly<Record<string, string>> = {
  '#39': "'",
  '#x27': "'",
  apos: "'",
  '#34': '"',
  '#x22': '"',
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
};

/** The same on one line: whatever wrapped it does not matter. */
export function onOneLine(plain: string): string {
  return plain.replace(/\s+/g, ' ');
}
