import { isSpace, lookAlikes } from './json-characters.ts';

/**
 * Where the strings of a text with syntax errors were meant to end. Offsets throughout: `start` is a string's opening quote.
 */

/** How far a string with unescaped quotes inside is followed. */
const longestInnerQuote = 200;

/** Whether a quote can close a string: nothing but punctuation, a line's end or the next string follows. */
export function canClose(text: string, quote: number): boolean {
  let at = quote + 1;
  while (text[at] === ' ' || text[at] === '\t') at++;
  const char = text[at] ?? '\n';
  return /[\s,:\]}"'=/#]/.test(char) || lookAlikes.has(char);
}

/** The end of what was meant, before the punctuation at the end of what an unclosed string swallowed. */
export function meantEnd(text: string, start: number, to: number): number {
  let end = to;
  while (end > start + 1 && /[\s,:[\]{}]/.test(text[end - 1] ?? '')) end--;
  return end;
}

/** `"Effect: "Allow"`: where the string was meant to end, if its closing quote opens the next one. */
export function endBeforeNext(text: string, start: number, close: number): number | undefined {
  if (!/[\w$*]/.test(text[close + 1] ?? '')) return undefined;
  let end = close;
  while (end > start + 1 && isSpace(text.charCodeAt(end - 1))) end--;
  const punctuation = text[end - 1];
  return punctuation !== undefined && ':,[{'.includes(punctuation) ? meantEnd(text, start, end) : undefined;
}

/** `"the "right" one"`: the quote that closes the whole string, if the first one stands before a letter. */
export function endAfterInnerQuote(text: string, quote: number, lineEnd: number): number | undefined {
  if (!/\w/.test(text[quote + 1] ?? '')) return undefined;
  const limit = Math.min(lineEnd, quote + longestInnerQuote);
  for (let at = quote + 1; at < limit; at++) {
    if (text[at] !== '"' || !canClose(text, at)) continue;
    return text[at - 1] === ' ' || text.slice(quote + 1, at).includes(',') ? undefined : at;
  }
  return undefined;
}

/** `"Effect”`: the first curly quote before `limit`, if what follows it shows that it was meant to close. */
export function curlyEnd(text: string, start: number, limit: number): number | undefined {
  for (let at = start + 1; at < limit; at++) {
    if ('”“＂'.includes(text[at] ?? '')) return canClose(text, at) ? at : undefined;
  }
  return undefined;
}
