import { describe, expect, test } from 'vitest';
import { createFixEditor, overlap, splice } from '../../src/lint/fixes/edits-of-fix.ts';
import type { Change } from '../../src/rules/rule.ts';

function changed(text: string, changes: readonly Change[]): string | undefined {
  const splices = createFixEditor(text).splicesOf(changes);
  return splices && splice(text, splices);
}

const remove = (...path: (string | number)[]): Change => ({ kind: 'remove', path });

describe('removing an item of a list', () => {
  test.each([
    { name: 'in the middle of a line', text: '[1, 2, 3]', index: 1, expected: '[1, 3]' },
    { name: 'the first', text: '[ 1, 2, 3 ]', index: 0, expected: '[ 2, 3 ]' },
    { name: 'the last', text: '[ 1, 2, 3 ]', index: 2, expected: '[ 1, 2 ]' },
    { name: 'without white space', text: '[1,2,3]', index: 1, expected: '[1,3]' },
    { name: 'with its line', text: '[\n  1,\n  2,\n  3\n]', index: 1, expected: '[\n  1,\n  3\n]' },
    { name: 'the first with its line', text: '[\r\n  1,\r\n  2\r\n]', index: 0, expected: '[\r\n  2\r\n]' },
    { name: 'the last with its line', text: '[\n\t1,\n\t2\n]', index: 1, expected: '[\n\t1\n]' },
    {
      name: 'that starts a line which goes on',
      text: '[\n  1, 2,\n  3, 4\n]',
      index: 2,
      expected: '[\n  1, 2,\n  4\n]',
    },
    { name: 'that ends a line', text: '[\n  1, 2,\n  3, 4\n]', index: 1, expected: '[\n  1,\n  3, 4\n]' },
    {
      name: 'among leading commas',
      text: '[ 1\n, 2\n, 3 ]',
      index: 1,
      expected: '[ 1\n, 3 ]',
    },
    {
      name: 'among objects on shared lines',
      text: '[{\n  "a": 1\n}, {\n  "a": 2\n}, {\n  "a": 3\n}]',
      index: 1,
      expected: '[{\n  "a": 1\n}, {\n  "a": 3\n}]',
    },
    { name: 'between lone carriage returns', text: '[\r 1,\r 2\r]', index: 1, expected: '[\r 1\r]' },
  ])('$name', ({ text, index, expected }) => {
    expect(changed(text, [remove(index)])).toBe(expected);
  });

  test('several at once, neighbours among them', () => {
    expect(changed('[1, 2, 3, 4, 5]', [remove(3), remove(0), remove(4)])).toBe('[2, 3]');
    expect(changed('[\n 1,\n 2,\n 3\n]', [remove(0), remove(1)])).toBe('[\n 3\n]');
  });

  test('never the only one, nor all', () => {
    expect(changed('[1]', [remove(0)])).toBeUndefined();
    expect(changed('[1, 2]', [remove(0), remove(1)])).toBeUndefined();
    expect(changed('{"a": 1}', [remove('a')])).toBeUndefined();
  });

  const statements =
    '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["a","b"]},{"Effect":"Deny","Action":["c"]}]}';

  test('the last action takes its statement along', () => {
    expect(changed(statements, [remove('Statement', 1, 'Action', 0)])).toBe(
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["a","b"]}]}',
    );
    expect(
      changed(statements, [remove('Statement', 0, 'Action', 0), remove('Statement', 0, 'Action', 1)]),
    ).toBe('{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["c"]}]}');
  });

  test('but not the last statement', () => {
    expect(
      changed(statements, [remove('Statement', 0), remove('Statement', 1, 'Action', 0)]),
    ).toBeUndefined();
    expect(
      changed('{"Statement":[{"Action":["c"]}]}', [remove('Statement', 0, 'Action', 0)]),
    ).toBeUndefined();
    expect(changed('{"Statement":{"Action":["c"]}}', [remove('Statement', 'Action', 0)])).toBeUndefined();
  });

  test('what is removed with its statement is not removed twice', () => {
    expect(changed(statements, [remove('Statement', 0, 'Action', 0), remove('Statement', 0)])).toBe(
      '{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["c"]}]}',
    );
  });
});

describe('removing a member', () => {
  test.each([
    { text: '{"a": 1, "b": 2}', name: 'a', expected: '{"b": 2}' },
    { text: '{\n  "a": 1,\n  "b": [\n  ]\n}', name: 'b', expected: '{\n  "a": 1\n}' },
    { text: '{"a": 1, "__proto__": 2}', name: '__proto__', expected: '{"a": 1}' },
    { text: '{"a": 1, "b": 2, "a": 3}', name: 'a', expected: '{"a": 1, "b": 2}' },
  ])('$name of $text', ({ text, name, expected }) => {
    expect(changed(text, [remove(name)])).toBe(expected);
  });

  test('the one of a name that stands at a place', () => {
    const text = '{"a": 1, "b": 2, "a": 3}';
    const first: Change = { kind: 'remove', path: ['a'], member: { offset: 1, length: 3 } };
    expect(changed(text, [first])).toBe('{"b": 2, "a": 3}');
  });
});

describe('replacing', () => {
  const replace = (value: Extract<Change, { kind: 'replace' }>['value'], ...path: string[]): Change => ({
    kind: 'replace',
    path,
    value,
  });

  test.each([
    {
      name: 'a string',
      text: '{ "a" : "x" }',
      change: replace('ü"\n', 'a'),
      expected: '{ "a" : "ü\\"\\n" }',
    },
    {
      name: 'a list on one line',
      text: '{"a": ["x","y"]}',
      change: replace(['z', 'y'], 'a'),
      expected: '{"a": ["z","y"]}',
    },
    {
      name: 'its padding',
      text: '{"a": [ "x" ]}',
      change: replace(['z', 'y'], 'a'),
      expected: '{"a": [ "z", "y" ]}',
    },
    {
      name: 'a list over lines',
      text: '{\r\n\t"a": [\r\n\t\t"x"\r\n\t]\r\n}',
      change: replace(['y', { b: [] }], 'a'),
      expected: '{\r\n\t"a": [\r\n\t\t"y",\r\n\t\t{\r\n\t\t\t"b": []\r\n\t\t}\r\n\t]\r\n}',
    },
    {
      name: 'a string by a list',
      text: '{"a":"x"}',
      change: replace(['x', 'y'], 'a'),
      expected: '{"a":["x","y"]}',
    },
    {
      name: 'an object',
      text: '{"a":{"b":1}}',
      change: replace({ c: 'd', e: true }, 'a'),
      expected: '{"a":{"c":"d","e":true}}',
    },
  ])('$name', ({ text, change, expected }) => {
    expect(changed(text, [change])).toBe(expected);
  });

  test('by the same changes nothing', () => {
    expect(changed('{"a": "x"}', [replace('x', 'a')])).toBeUndefined();
  });
});

describe('other changes', () => {
  test.each([
    {
      name: 'rename',
      text: '{"effect" : "Allow"}',
      change: { kind: 'rename', path: ['effect'], name: 'Effect' },
      expected: '{"Effect" : "Allow"}',
    },
    {
      name: 'rename to a name that is taken',
      text: '{"effect": "Allow", "Effect": "Deny"}',
      change: { kind: 'rename', path: ['effect'], name: 'Effect' },
      expected: undefined,
    },
    { name: 'wrap', text: '{"a": "x" }', change: { kind: 'wrap', path: ['a'] }, expected: '{"a": ["x"] }' },
    { name: 'quote', text: '{"a": 1.10}', change: { kind: 'quote', path: ['a'] }, expected: '{"a": "1.10"}' },
    { name: 'quote a list', text: '{"a": []}', change: { kind: 'quote', path: ['a'] }, expected: undefined },
    {
      name: 'insert last',
      text: '{\n  "a": 1\n}',
      change: { kind: 'insert', path: ['b'], value: ['x'] },
      expected: '{\n  "a": 1,\n  "b": ["x"]\n}',
    },
    {
      name: 'insert first',
      text: '{ "a":1, "b":2 }',
      change: { kind: 'insert', path: ['c'], value: 3, first: true },
      expected: '{ "c":3, "a":1, "b":2 }',
    },
    {
      name: 'insert into nothing',
      text: '{"a": { }}',
      change: { kind: 'insert', path: ['a', 'b'], value: null },
      expected: '{"a": {"b": null}}',
    },
    {
      name: 'insert what is there',
      text: '{"a": 1}',
      change: { kind: 'insert', path: ['a'], value: 2 },
      expected: undefined,
    },
    {
      name: 'a path that leads nowhere',
      text: '{"a": 1}',
      change: { kind: 'remove', path: ['b', 0] },
      expected: undefined,
    },
    {
      name: 'a span beyond the text',
      text: '{}',
      change: { kind: 'rewrite', span: { offset: 1, length: 9 }, text: '' },
      expected: undefined,
    },
  ] as const)('$name', ({ text, change, expected }) => {
    expect(changed(text, [change])).toBe(expected);
  });

  test('a broken text takes rewrites only', () => {
    const text = '["a", "b",]';
    const rewrite: Change = { kind: 'rewrite', span: { offset: 9, length: 1 }, text: '' };
    expect(changed(text, [rewrite])).toBe('["a", "b"]');
    expect(changed(text, [remove(0)])).toBeUndefined();
    expect(changed('Statement:\n  - Effect: Allow\n', [remove('Statement')])).toBeUndefined();
  });

  test('changes of the same place cannot be made together', () => {
    expect(
      changed('["a"]', [
        { kind: 'wrap', path: [0] },
        { kind: 'replace', path: [0], value: 'b' },
      ]),
    ).toBeUndefined();
  });
});

test.each([
  { a: [0, 2], b: [2, 2], expected: false },
  { a: [0, 3], b: [2, 2], expected: true },
  { a: [2, 0], b: [2, 2], expected: true },
  { a: [2, 0], b: [0, 2], expected: true },
  { a: [2, 0], b: [3, 2], expected: false },
] as const)('spans $a and $b overlap: $expected', ({ a, b, expected }) => {
  const span = ([offset, length]: readonly [number, number]) => ({ offset, length });
  expect(overlap(span(a), span(b))).toBe(expected);
  expect(overlap(span(b), span(a))).toBe(expected);
});

test('one of very many members of the same name is found at its place', () => {
  const count = 20_000;
  const text = `{${'"a":1,'.repeat(count)}"b":2}`;
  const editor = createFixEditor(text);
  for (let i = 1; i < count; i++) {
    const member = { offset: 1 + 6 * i, length: 3 };
    const splices = editor.splicesOf([{ kind: 'remove', path: ['a'], member }]);
    expect(splices).toEqual([{ offset: 6 * i, length: 6, text: '' }]);
  }
});
