import { expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';
import { worldOf } from '../support/rule-world.ts';

/** Whether a path leads to an item of what lists texts: resources, agencies, or the values of a condition key. */
const isItem = (pointer: string) => /\/(?:Resource(?:\/uri)?|Condition\/[^/]+\/[^/]+)\/\d+$/.test(pointer);

/** The document with a number before the items of every such list. */
function withNumbersFirst(text: string): string {
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) visit(inner, `${path}/${name}`);
    if (Array.isArray(value) && isItem(`${path}/0`)) value.unshift(7);
  };
  const document: unknown = JSON.parse(text);
  visit(document, '');
  return JSON.stringify(document);
}

const shifted = (pointer: string) => pointer.replace(/\d+$/, (index) => String(Number(index) + 1));

const documents = plantedFixtures('rules').flatMap(({ name, group, file, text }) => {
  // What is of another type is that rule's own business.
  if (!file.endsWith('.json') || group === 'wrong-type') return [];
  const placesIn = (content: string) =>
    lintFile(readPolicyFile(file, content), worldOf(group)).flatMap(({ rule, pointer, related }) =>
      [pointer, ...related.map((place) => place.pointer)].filter(isItem).map((at) => ({ rule, at })),
    );
  const before = placesIn(text).filter(({ rule }) => rule === group);
  return before.length === 0 ? [] : [{ name, text, group, before, placesIn }];
});

test('rules of every kind of list are asked', () => {
  expect([...new Set(documents.map(({ group }) => group))]).toEqual(
    expect.arrayContaining([
      'agency-resource-shape',
      'assume-any-agency',
      'foreign-syntax',
      'invalid-condition-value',
      'limit-exceeded',
      'malformed-resource',
      'placeholder-left',
      'resource-case',
      'resource-service-mismatch',
    ]),
  );
});

test.each(documents)('$name points at the same items, whatever is listed before them', (given) => {
  const places = given.placesIn(withNumbersFirst(given.text)).filter(({ rule }) => rule === given.group);
  expect(places.map(({ at }) => at)).toEqual(given.before.map(({ at }) => shifted(at)));
});
