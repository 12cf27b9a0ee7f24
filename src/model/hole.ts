/**
 * Takes the place, in a text of a policy, of each character of what the file does not fix: `obs:*:*:bucket:${var.name}`. A
 * character for private use, which no name has (design 4.2).
 */
export const holeCharacter = '\uE000';

/** Whether a part of a text is not fixed. */
export function hasHole(text: string): boolean {
  return text.includes(holeCharacter);
}

/** A text as messages and answers show it: `obs:*:*:bucket:${…}`. */
export function withHolesShown(text: string): string {
  return hasHole(text) ? text.replace(/\uE000+/g, `\${…}`) : text;
}
