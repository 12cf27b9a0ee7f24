export type Bracket = '{' | '[';

/** How much of a text is looked at. */
const longest = 200_000;

/**
 * How many brackets are wrong in the rest of a text, if these are open (the outermost first). Tells which repair
 * fits best what follows: the one after which the fewest are.
 */
export function bracketErrors(text: string, from: number, open: readonly Bracket[]): number {
  const stack = [...open];
  const end = Math.min(text.length, from + longest);
  let errors = 0;
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (char === '"') {
      at = stringEnd(text, at, end);
    } else if (char === '{' || char === '[') {
      stack.push(char);
    } else if (char === '}' || char === ']') {
      const place = stack.lastIndexOf(char === '}' ? '{' : '[');
      if (place < 0) {
        errors += 1;
      } else {
        errors += stack.length - 1 - place;
        stack.length = place;
      }
    }
  }
  return errors + stack.length;
}

/** The closing quote, or the last character of the line. */
function stringEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const char = text[at];
    if (char === '"') return at;
    if (char === '\\') at++;
    if (char === '\n' || char === '\r') return at;
  }
  return end;
}
