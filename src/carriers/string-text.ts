import type { Span } from '../model/policy.ts';
import type { CarriedText } from './carried-document.ts';

/** Length of `u00e4` in an escape. */
const unicodeEscape = 5;

/**
 * A document that is a string of a JSON text: a policy in a plan or in the body of an API. Without escapes it is there as it
 * is; else each character is at its escape.
 * @param span the string with its quotes
 * @param value what it says
 */
export function stringText(text: string, { offset, length }: Span, value: string): CarriedText {
  const start = offset + 1;
  const end = offset + length - 1;
  /** Offsets in the value after each escape, and in the text. */
  const after: { readonly value: number; readonly text: number }[] = [];
  let inValue = 0;
  for (let at = start; at < end; ) {
    const next = text.indexOf('\\', at);
    if (next < 0 || next >= end) break;
    inValue += next - at;
    at = next + 1 + (text[next + 1] === 'u' ? unicodeEscape : 1);
    // An escape is one unit of the value: half of a pair, where it is of a pair.
    inValue += 1;
    after.push({ value: inValue, text: at });
  }
  return {
    kind: 'text',
    text: value,
    verbatim: after.length === 0,
    placeOf(place) {
      let low = 0;
      let high = after.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((after[middle]?.value ?? 0) <= place) low = middle + 1;
        else high = middle;
      }
      const before = after[low - 1] ?? { value: 0, text: start };
      return before.text + place - before.value;
    },
  };
}
