/**
 * Takes the place, in a text of a policy, of each character of what the file does not fix: `obs:*:*:bucket:${var.name}`. A
 * character for private use, which no name has (design 4.2).
 */
export const holeCharacter = '\uE000';

/** Whether a part of a text is not fixed. */
export function hasHole(text: string): boolean {
  return text.includes(holeCharacter);
}

/** What messages and answers show for a part of a text that is not fixed. */
export const shownHole = `\${…}`;

/** A text as messages and answers show it: `obs:*:*:bucket:${…}`. */
export function withHolesShown(text: string): string {
  return hasHole(text) ? text.replace(/\uE000+/g, () => shownHole) : text;
}

/** Whether a text may be another one, which has no holes: each part that is not fixed may become any text. */
export function couldBecome(text: string, other: string): boolean {
  const [first = '', ...rest] = text.split(/\uE000+/);
  const last = rest.pop();
  if (last === undefined) return text === other;
  if (!other.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = other.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return other.length - last.length >= at && other.endsWith(last);
}
