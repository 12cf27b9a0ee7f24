/** Whether `pattern`, with `*` for any run of characters and `?` for one, matches the whole text. Regards case. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const c = pattern[p];
    if (c === '*') {
      star = p++;
      resume = t;
    } else if (c === '?') {
      p++;
      t += isPair(text, t) ? 2 : 1;
    } else if (c !== undefined && c === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      // `*` takes whole characters, so that no `?` after it takes half of one.
      resume += isPair(text, resume) ? 2 : 1;
      t = resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** A character is a code point: two surrogates are one. */
function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}
