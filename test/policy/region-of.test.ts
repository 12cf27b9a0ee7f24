import { describe, expect, test } from 'vitest';
import { createLocator, pointerOf } from '../../src/policy/region-of.ts';

const text = '{\n  "Statement": [\r\n    { "Effect": "Allow",\r      "Action": ["a:b:c", "d:e:f"] }\n  ]\n}';

describe('regionOf', () => {
  test.each([
    { path: [], region: [1, 1, 6, 2] },
    { path: ['Statement'], region: [2, 16, 5, 4] },
    { path: ['Statement', 0, 'Effect'], region: [3, 17, 3, 24] },
    { path: ['Statement', 0, 'Action', 1], region: [4, 27, 4, 34] },
    { path: ['Statement', 0, 'Nothing', 1], region: [3, 5, 4, 37] },
    { path: ['Statement', 7], region: [2, 16, 5, 4] },
    { path: ['Statement', '0'], region: [2, 16, 5, 4] },
  ])(
    'finds the value at $path after every kind of line break',
    ({ path, region: [line, column, endLine, endColumn] }) => {
      expect(createLocator(text).regionOf(path)).toEqual({ line, column, endLine, endColumn });
    },
  );

  test('finds the name of a member', () => {
    expect(createLocator(text).regionOf(['Statement', 0, 'Effect'], 'member')).toMatchObject({
      line: 3,
      column: 7,
      endColumn: 15,
    });
  });

  test('finds a span', () => {
    expect(createLocator(text).regionOf({ offset: 4, length: 0 })).toEqual({
      line: 2,
      column: 3,
      endLine: 2,
      endColumn: 3,
    });
  });

  test('counts columns in UTF-16 code units', () => {
    expect(createLocator('{"😀": ["中"]}').regionOf(['😀', 0])).toMatchObject({
      line: 1,
      column: 9,
      endColumn: 12,
    });
  });

  test('finds places in a broken text', () => {
    expect(createLocator('{"a": [1 2,], "b": 3').regionOf(['a', 1])).toMatchObject({
      column: 10,
      endColumn: 11,
    });
    expect(createLocator('{"a": [1 2,], "b": 3').regionOf(['b'])).toMatchObject({
      column: 20,
      endColumn: 21,
    });
  });

  test('takes the last of two members of one name', () => {
    expect(createLocator('{"a": 1, "a": 2}').regionOf(['a'])).toMatchObject({ column: 15 });
  });
});

describe('pointerOf', () => {
  test.each([
    { path: [], pointer: '' },
    { path: ['Statement', 0, 'Action', 12], pointer: '/Statement/0/Action/12' },
    { path: ['a/b', 'c~d', '~1', ''], pointer: '/a~1b/c~0d/~01/' },
  ])('$path is $pointer', ({ path, pointer }) => {
    expect(pointerOf(path)).toBe(pointer);
  });
});
