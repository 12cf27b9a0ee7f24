import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/model/nearest.ts';

describe('editDistance', () => {
  test.each([
    { a: 'list', b: 'list', edits: 0 },
    { a: 'lst', b: 'list', edits: 1 },
    { a: 'lists', b: 'list', edits: 1 },
    { a: 'lost', b: 'list', edits: 1 },
    { a: 'lsit', b: 'list', edits: 1 },
    { a: 'ilts', b: 'list', edits: 2 },
    { a: 'get', b: 'list', edits: 3 },
    { a: '', b: 'ab', edits: 2 },
  ])('$a and $b are $edits apart', ({ a, b, edits }) => {
    expect(editDistance(a, b, 9)).toBe(Math.min(edits, 9));
    expect(editDistance(b, a, 9)).toBe(edits);
  });

  test('stops at the bound', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        fc.string({ maxLength: 8 }),
        fc.nat({ max: 4 }),
        (a, b, max) => {
          expect(editDistance(a, b, max)).toBe(Math.min(editDistance(a, b, 20), max + 1));
        },
      ),
    );
  });
});

describe('nearest', () => {
  test.each([
    { name: 'action', near: 'Action' },
    { name: 'Actoin', near: 'Action' },
    { name: 'Efect', near: 'Effect' },
    { name: 'Statement', near: undefined },
    { name: '__proto__', near: undefined },
  ])('of $name is $near', ({ name, near }) => {
    expect(nearest(name, ['Effect', 'Action'], { max: 2 })).toBe(near);
  });

  test('is the first of several that are as near', () => {
    expect(nearest('b', ['a', 'c'], { max: 1 })).toBe('a');
    expect(nearest('c', ['a', 'c'], { max: 1 })).toBe('c');
  });
});
