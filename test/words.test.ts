import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What reads as translated or is a word of our own, and what to write instead. */
const banned: readonly { readonly words: RegExp; readonly write: string }[] = [
  { words: /(?<!\bthere )\b(?:is|are) no\b(?! longer| one\b)/iu, write: 'is not a …' },
  { words: /\bthere is no (?:rule|key|condition|operator|service|policy|baseline)\b/iu, write: 'unknown …' },
  { words: /\b(?:is|are) none of\b/iu, write: 'is not one of' },
  { words: /\bstands? in\b/iu, write: 'is in' },
  { words: /\bmend(?:s|ed|ing)?\b/iu, write: 'fix' },
  { words: /\bslips?\b/iu, write: 'syntax error, misspelling' },
  { words: /\bhangs? on\b/iu, write: 'depends on' },
  { words: /\bin turn\b/iu, write: 'depends on' },
  { words: /\ba defect of\b/iu, write: 'a bug in' },
  { words: /\bgo(?:es)? by the name\b/iu, write: 'is called' },
];

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(root, folder, file));
}

const texts = [
  ...filesBelow('src', /\.ts$/u),
  ...filesBelow('scripts', /\.m?[jt]s$/u),
  ...filesBelow('rules', /\.md$|schema\.json$/u),
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'action.yml', '.pre-commit-hooks.yaml'].map((file) =>
    join(root, file),
  ),
];

/** The lines of a text with words that are not to be written, and what to write. */
function findBanned(text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    banned.flatMap(({ words, write }) => {
      const found = words.exec(line)?.[0];
      return found === undefined ? [] : [`${index + 1}: \`${found}\`: write \`${write}\``];
    }),
  );
}

describe('words that are not written', () => {
  test.each([
    { line: '`x` is no action', count: 1 },
    { line: 'Actions are none of these: they stand in a list', count: 2 },
    { line: 'there is no rule of that name', count: 1 },
    { line: 'there is no such file, which is no longer read', count: 0 },
    { line: 'the slips were mended', count: 2 },
    { line: 'an ellipsis, commended', count: 0 },
  ])('$line', ({ line, count }) => {
    expect(findBanned(line)).toHaveLength(count);
  });

  // Messages, comments, help, generated pages: whatever a file of these says.
  test('are in no message, comment or page', () => {
    expect(texts.length).toBeGreaterThan(400);
    expect(
      texts.flatMap((file) =>
        findBanned(readFileSync(file, 'utf8')).map((line) => `${relative(root, file)}:${line}`),
      ),
    ).toEqual([]);
  });
});
