import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { placeholdersIn, splitAtPlaceholders } from '../../src/model/placeholder.ts';

interface Case {
  readonly text: string;
  readonly resource?: boolean;
  readonly placeholders: readonly string[];
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'decisions', 'placeholders.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

describe('placeholders', () => {
  test.each(cases)('$text, resource: $resource', ({ text, resource = true, placeholders }) => {
    expect(placeholdersIn(text, { resource }).map((one) => one.text)).toEqual(placeholders);
  });

  test('and what is between them make up the text', () => {
    const pieces = fc.constantFrom(
      '${',
      '}',
      '{',
      '<',
      '>',
      '%s',
      '%',
      'B',
      '__',
      'xxx',
      '...',
      ':',
      '/',
      'a',
      'TODO',
      'domainId',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.boolean(), (parts, resource) => {
        const text = parts.join('');
        const holes = placeholdersIn(text, { resource });
        const between = splitAtPlaceholders(text, { resource });
        expect(between).toHaveLength(holes.length + 1);
        expect(between.map((part, i) => part + (holes[i]?.text ?? '')).join('')).toBe(text);
        for (const { start, text: own } of holes) expect(text.startsWith(own, start)).toBe(true);
      }),
    );
  });

  test.each(['${', '<', '{', '%(a', '__A', '.', '…', 'x', '%a%'])(
    'a long text of `%s` takes no long time',
    (part) => {
      const text = part.repeat(100_000);
      expect(splitAtPlaceholders(text, { resource: true }).length).toBeGreaterThan(0);
    },
  );
});
