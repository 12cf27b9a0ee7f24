import { withHolesShown } from './hole.ts';

const longest = 80;

/**
 * The user's own text as messages quote it: in backticks, on one line, shortened where it is long.
 * Other unsafe characters are left to the reporters, which escape for their format.
 */
export function inBackticks(text: string): string {
  const whole = withHolesShown(text);
  const shown = whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
  return `\`${shown
    .replace(/\r\n|\r|\n/g, '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('`', "'")}\``;
}
