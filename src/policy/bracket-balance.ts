export type Bracket = '{' | '[';

/** How much of a text is looked at. */
const longest = 200_000;

/**
 * How many brackets are wrong in the rest of a text, if these are open (the outermost first). Tells which repair
 * fits best what follows: the one after which the fewest are.
 */
export function bracketErrors(text: string, from: number, open: readonly Bracket[]): number {
  const stack = [...open];
  // How many of each are open: a closing bracket without one must not be looked for in all of them.
  const count = { '{': 0, '[': 0 };
  for (const bracket of open) count[bracket] += 1;
  const end = Math.min(text.length, from + longest);
  let errors = 0;
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (char === '"') {
      at = stringEnd(text, at, end);
    } else if (char === '{' || char === '[') {
      stack.push(char);
      count[char] += 1;
    } else if (char === '}' || char === ']') {
      const opener = char === '}' ? '{' : '[';
      if (count[opener] === 0) {
        errors += 1;
        continue;
      }
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        count[top] -= 1;
        if (top === opener) break;
        errors += 1;
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
