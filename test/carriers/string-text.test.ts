import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringText } from '../../src/carriers/string-text.ts';

/** A value written as a JSON string, each character as itself or escaped. */
const written = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', '"', '\\', '\n', 'ä', '\u{1F600}', '\u2028').map((character) => ({
        character,
        text: JSON.stringify(character).slice(1, -1),
      })),
      fc.constantFrom('a', '"', '<', '/').map((character) => ({
        character,
        text: `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      })),
      fc.constant({ character: '/', text: '\\/' }),
    ),
  )
  .map((parts) => ({
    parts,
    value: parts.map(({ character }) => character).join(''),
    text: `"${parts.map(({ text }) => text).join('')}"`,
  }));

describe('a document in a JSON string', () => {
  test('each offset leads to the character that is there', () => {
    fc.assert(
      fc.property(written, fc.nat({ max: 9 }), ({ parts, value, text }, before) => {
        const file = `${' '.repeat(before)}${text}\n`;
        const carried = stringText(file, { offset: before, length: text.length }, value);
        expect(carried.text).toBe(JSON.parse(text));
        let inValue = 0;
        let inText = before + 1;
        for (const part of parts) {
          expect(carried.placeOf(inValue)).toBe(inText);
          inValue += part.character.length;
          inText += part.text.length;
        }
        expect(carried.placeOf(inValue)).toBe(before + text.length - 1);
        expect(carried.verbatim).toBe(!text.includes('\\'));
      }),
    );
  });
});
