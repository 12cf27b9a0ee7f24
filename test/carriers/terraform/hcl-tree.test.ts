import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readHcl } from '../../../src/carriers/terraform/hcl-tree.ts';
import { hclParser } from '../../../src/cli/files/hcl-parser.ts';

interface Case {
  readonly text: string;
  readonly errors: readonly string[];
  readonly read: readonly string[];
}

const folder = join(import.meta.dirname, '../../../fixtures/terraform');
const cases = parseYaml(readFileSync(join(folder, 'syntax-errors.yaml'), 'utf8')) as readonly Case[];

test.each(cases)('$text', async ({ text, errors, read }) => {
  const { syntaxErrors, body } = readHcl('main.tf', text, await hclParser());
  const said = syntaxErrors.map(({ offset, message }) => {
    const lines = text.slice(0, offset).split('\n');
    return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1} ${message}`;
  });
  expect(said).toEqual(errors);
  const blocks = body.blocks.map(({ labels, body: { attributes } }) => {
    const readable = attributes.filter(({ value }) => value.kind !== 'unreadable');
    return [labels.join('.'), ...readable.map(({ name }) => name)].join(' ');
  });
  expect(blocks).toEqual(read);
});

test('any text is read, and every place is in it', async () => {
  const parse = await hclParser();
  const word = fc.constantFrom(
    'resource "a" "b" {',
    '}',
    '{',
    '[',
    ']',
    '<<EOF\n',
    'EOF\n',
    'x = ',
    '"',
    '${',
    '%{ if',
    '${',
    'a}"',
    'jsonencode(',
    ')',
    '\n',
    '#',
    '/*',
    '*/',
    '😀',
    '\0',
    'for',
    'a ? b : c',
    'é',
    '.',
    '*',
    '=',
    ',',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const text = words.join('');
      const { syntaxErrors, comments } = readHcl('main.tf', text, parse);
      for (const { offset, length } of [...syntaxErrors, ...comments]) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset + length).toBeLessThanOrEqual(text.length + 1);
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['lists', 'x = ', '[', ''],
  ['brackets', 'x = ', '(', ''],
  ['templates', 'x = ', '"${', ''],
  ['blocks', '', 'a {\n', ''],
  ['signs', 'x = ', '!', 'a'],
  ['attributes', 'x = a', '.b', ''],
  ['choices', 'x = ', 'a ? b : ', 'c'],
  ['items', 'x = [', '1,', ']'],
  ['comments', '', '#\n', 'x = 1'],
  ['closed lists', 'x = ', '[', `${']'.repeat(150_000)}`],
])('%s, 150,000 of them or nested so deep, are read', async (_, start, part, end) => {
  const text = `${start}${part.repeat(150_000)}${end}\n`;
  expect(readHcl('main.tf', text, await hclParser()).file).toBe('main.tf');
});

test.each([
  ['before a value', `resource "a" "b" {\n  x = ${' '.repeat(5000)}1\n}\n`, 24],
  ['in a heredoc', `x = <<E\n${'\n'.repeat(5000)}\${y}\nE\n`, 7],
  ['several runs', `x = [${`1,${' '.repeat(2000)}`.repeat(3)}]`, 7],
])('white space that takes too long to read is said: %s', async (_, text, offset) => {
  const { body, syntaxErrors } = readHcl('main.tf', text, await hclParser());
  expect(body).toEqual({ attributes: [], blocks: [], broken: true });
  expect(syntaxErrors.map((error) => [error.offset, error.message])).toEqual([
    [offset, 'too much white space in a row: what is around it is not read'],
  ]);
});
