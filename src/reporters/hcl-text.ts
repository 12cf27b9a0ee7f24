/** A value of JSON as an expression of HCL, its further lines indented. */
export function hclValue(value: unknown, indentation: string): string {
  const inner = `${indentation}  `;
  if (typeof value === 'string') return hclString(value);
  if (Array.isArray(value))
    return block(
      '[',
      value.map((item) => `${inner}${hclValue(item, inner)},\n`),
      `${indentation}]`,
    );
  if (typeof value === 'object' && value !== null)
    return block('{', hclArguments(Object.entries(value), inner), `${indentation}}`);
  return JSON.stringify(value);
}

/** Arguments with their values, each with its line break; what follows each other on one line is aligned as `terraform fmt` does. */
export function hclArguments(
  entries: readonly (readonly [name: string, value: unknown])[],
  indentation: string,
): readonly string[] {
  const written = entries.map(([name, value]) => ({
    name: hclName(name),
    value: hclValue(value, indentation),
  }));
  const widths = alignedWidths(written);
  return written.map(({ name, value }, at) => `${indentation}${name.padEnd(widths[at] ?? 0)} = ${value}\n`);
}

/** The width of each name among the neighbours whose values take one line. */
function alignedWidths(
  written: readonly { readonly name: string; readonly value: string }[],
): readonly number[] {
  const widths: number[] = [];
  let start = 0;
  written.forEach(({ name, value }, at) => {
    widths[at] = name.length;
    if (value.includes('\n')) {
      start = at + 1;
      return;
    }
    const widest = Math.max(...widths.slice(start, at + 1));
    widths.fill(widest, start, at + 1);
  });
  return widths;
}

function block(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0 ? `${open}${close.trim()}` : `${open}\n${lines.join('')}${close}`;
}

function hclName(name: string): string {
  return /^[A-Za-z_][\w-]*$/u.test(name) && !keywords.has(name) ? name : hclString(name);
}

/** What an expression would take for something else than a name. */
const keywords: ReadonlySet<string> = new Set(['true', 'false', 'null', 'for', 'if', 'in', 'else']);

/** A quoted text in which nothing is evaluated. */
function hclString(text: string): string {
  const escaped = text
    .replace(/["\\]/gu, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapedCharacter)
    // What `$$${` says is not told by the language's specification.
    .replace(/([$%])\1+\{/gu, (signs) => `${signs.slice(0, -1)}\\u007b`)
    .replace(/[$%](?=\{)/gu, '$&$&');
  return `"${escaped}"`;
}

const short: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapedCharacter(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return short.get(char) ?? (code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`);
}
