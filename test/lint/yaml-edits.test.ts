import { describe, expect, test } from 'vitest';
import { splice } from '../../src/lint/fixes/edits-of-fix.ts';
import { createYamlEditor } from '../../src/lint/fixes/yaml-edits.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';
import type { Change } from '../../src/rules/rule.ts';

function changed(text: string, ...changes: readonly Change[]): string | undefined {
  const splices = createYamlEditor(text, readYaml(text).root).splicesOf(changes);
  return splices && splice(text, splices);
}

const remove = (...path: (string | number)[]): Change => ({ kind: 'remove', path });
const replace = (value: string, ...path: (string | number)[]): Change => ({ kind: 'replace', path, value });

describe('a value for another keeps its quotes', () => {
  test.each([
    ['a: b', 'ims:images:*', 'a: ims:images:*'],
    ['a: "b" # c', 'x', 'a: "x" # c'],
    ["a: 'b'", "it's", "a: 'it''s'"],
    ["a: 'b'", 'é\n', 'a: "é\\n"'],
    ['a: b', '*:*:*', 'a: "*:*:*"'],
    ['a: b', '1.1', 'a: "1.1"'],
    ['a: b', 'true', 'a: "true"'],
    ['a: b', 'x: y', 'a: "x: y"'],
    ['a: [b, c]', 'x,y', undefined],
    ['a: 1.1', '1.1', 'a: "1.1"'],
    ['a: &n b', 'x', 'a: &n x'],
    ['a: !!str b', 'x', 'a: !!str x'],
    ['{a: b, c: d}', 'x', '{a: x, c: d}'],
    ['a: |\n  b\n', 'x', undefined],
    ['a: >-\n  b\n', 'x', undefined],
    ['a: b\n  c\n', 'x', undefined],
    ['a:', 'x', undefined],
    ['a:\n  - b', 'x', undefined],
  ])('%j, %j', (text, value, expected) => {
    expect(changed(text, replace(value, 'a'))).toBe(expected);
  });

  test('not what is written elsewhere', () => {
    expect(changed('n: &n b\na: *n\n', replace('x', 'a'))).toBeUndefined();
    expect(changed('n: &n b\na: [*n]\n', replace('x', 'a', 0))).toBeUndefined();
    expect(changed('n: &n {a: b}\nm:\n  <<: *n\n  c: d\n', replace('x', 'm', 'a'))).toBeUndefined();
    expect(changed('n: &n b\na: *n\n', replace('x', 'n'))).toBe('n: &n x\na: *n\n');
  });

  test('an item, wherever it stands', () => {
    expect(changed('- a\n- - b\n  - c # d\n', replace('x', 1, 1))).toBe('- a\n- - b\n  - x # d\n');
    expect(changed('[a, [b, "c"]]', replace('x', 1, 1))).toBe('[a, [b, "x"]]');
  });
});

describe('an item that is removed takes its lines, or its comma', () => {
  test.each([
    { text: 'a:\n  - b\n  - c\n  - d\n', index: 1, expected: 'a:\n  - b\n  - d\n' },
    { text: 'a:\n- b\n- c\n', index: 0, expected: 'a:\n- c\n' },
    { text: 'a:\r\n- b\r\n- c\r\n', index: 1, expected: 'a:\r\n- b\r\n' },
    { text: 'a:\n- b\n- c', index: 1, expected: 'a:\n- b' },
    { text: 'a:\r\n- b\r\n- c # d', index: 1, expected: 'a:\r\n- b' },
    {
      text: 'a:\n- b # one\n# above\n- c # two\n# end\n',
      index: 1,
      expected: 'a:\n- b # one\n# above\n# end\n',
    },
    { text: 'a:\n-  b\n-\tc\n', index: 0, expected: 'a:\n-\tc\n' },
    { text: 'a:\n- b: 1\n  c:\n  - 2\n  - 3\n\n- d\n', index: 0, expected: 'a:\n\n- d\n' },
    { text: 'a:\n- b: |\n    # text\n    more\n- d\n', index: 0, expected: 'a:\n- d\n' },
    { text: 'a: [b, c, d]', index: 1, expected: 'a: [b, d]' },
    { text: 'a: [ b, c ]', index: 0, expected: 'a: [ c ]' },
    { text: 'a: [b, c,]', index: 1, expected: 'a: [b,]' },
    { text: 'a: [\n  b,\n  "c"\n]', index: 1, expected: 'a: [\n  b\n]' },
    { text: 'a: [b, {c: d}]', index: 1, expected: 'a: [b]' },
    // What is left would be another text, or hold what belonged to the item.
    { text: 'a: [b]', index: 0, expected: undefined },
    { text: 'a:\n- b\n', index: 0, expected: undefined },
    { text: 'a: [b, # c\n d]', index: 1, expected: undefined },
    { text: 'a: [&n b, c]', index: 0, expected: undefined },
    { text: 'a: [b, &n c]', index: 1, expected: undefined },
    { text: 'a: [b, &n c, d]', index: 0, expected: undefined },
    { text: 'a:\n- &n b\n- c\n', index: 0, expected: undefined },
    { text: 'n: &n b\na:\n- *n\n- c\n', index: 0, expected: undefined },
    { text: 'n: &n b\na: [*n, c]\n', index: 0, expected: undefined },
    { text: 'a:\n- - b\n- c\n', index: 0, expected: 'a:\n- c\n' },
    { text: 'a:\n-\n  b\n- c\n', index: 0, expected: undefined },
    { text: 'a:\n- b\n-\n', index: 1, expected: undefined },
  ])('$text, $index', ({ text, index, expected }) => {
    expect(changed(text, remove('a', index))).toBe(expected);
  });

  test('neighbours go together', () => {
    expect(changed('a:\n- b\n- c\n- d', remove('a', 1), remove('a', 2))).toBe('a:\n- b');
    expect(changed('a:\n- b\n- c\n- d\n', remove('a', 0), remove('a', 2))).toBe('a:\n- c\n');
    expect(changed('a: [b, c, d]', remove('a', 0), remove('a', 1))).toBe('a: [d]');
    expect(changed('- - b\n  - c\n', remove(0, 0))).toBeUndefined();
    expect(changed('- - b\n  - c\n', remove(0, 1))).toBe('- - b\n');
  });

  test('the last action takes its statement along', () => {
    const text =
      'Statement:\n- Effect: Allow\n  Action: [a]\n- Effect: Allow # two\n  Action:\n  - b\n  - c\n';
    expect(changed(text, remove('Statement', 0, 'Action', 0))).toBe(
      text.replace('- Effect: Allow\n  Action: [a]\n', ''),
    );
    expect(changed(text, remove('Statement', 1, 'Action', 0), remove('Statement', 1, 'Action', 1))).toBe(
      text.slice(0, text.indexOf('- Effect: Allow # two')),
    );
    expect(
      changed(
        text,
        remove('Statement', 1, 'Action', 0),
        remove('Statement', 1, 'Action', 1),
        remove('Statement', 0),
      ),
    ).toBeUndefined();
  });
});

describe('a member that is removed takes its lines, or its comma', () => {
  test.each([
    { text: 'a: 1\nb:\n- 2\n- 3\nc: 4\n', name: 'b', expected: 'a: 1\nc: 4\n' },
    { text: 'a: 1\nb: 2 # c\n', name: 'b', expected: 'a: 1\n' },
    { text: 'a: 1\nb:\nc: 2\n', name: 'b', expected: 'a: 1\nc: 2\n' },
    { text: '{a: 1, b: 2}', name: 'a', expected: '{b: 2}' },
    { text: '? a\n: 1\nb: 2\n', name: 'a', expected: undefined },
    { text: 'a: 1\n', name: 'a', expected: undefined },
    { text: 'b: &n 1\na: *n\n', name: 'a', expected: undefined },
  ])('$text, $name', ({ text, name, expected }) => {
    expect(changed(text, remove(name))).toBe(expected);
  });

  test('not where it begins an item', () => {
    expect(changed('- a: 1\n  b: 2\n', remove(0, 'a'))).toBeUndefined();
    expect(changed('- a: 1\n  b: 2\n', remove(0, 'b'))).toBe('- a: 1\n');
  });

  test('of several of one name the one that is meant', () => {
    const text = 'a: 1\nb: 2\na: 3\n';
    expect(changed(text, { kind: 'remove', path: ['a'], member: { offset: 0, length: 1 } })).toBe(
      'b: 2\na: 3\n',
    );
    expect(changed(text, remove('a'))).toBe('a: 1\nb: 2\n');
  });
});

describe('other changes of one scalar', () => {
  test.each<{ text: string; change: Change; expected: string | undefined }>([
    { text: 'a: b\nc: d\n', change: { kind: 'rename', path: ['a'], name: 'x' }, expected: 'x: b\nc: d\n' },
    { text: '"a": b\n', change: { kind: 'rename', path: ['a'], name: 'x' }, expected: '"x": b\n' },
    { text: 'a: b\nc: d\n', change: { kind: 'rename', path: ['a'], name: 'c' }, expected: undefined },
    {
      text: 'm: &m {a: 1}\nn:\n  <<: *m\n  b: 2\n',
      change: { kind: 'rename', path: ['n', 'a'], name: 'x' },
      expected: undefined,
    },
    {
      text: 'a: ims:images:get # x\n',
      change: { kind: 'wrap', path: ['a'] },
      expected: 'a: [ims:images:get] # x\n',
    },
    { text: "a: 'b'\n", change: { kind: 'wrap', path: ['a'] }, expected: "a: ['b']\n" },
    { text: 'a: b,c\n', change: { kind: 'wrap', path: ['a'] }, expected: 'a: ["b,c"]\n' },
    { text: 'a: {b: c}\n', change: { kind: 'wrap', path: ['a'] }, expected: undefined },
    { text: 'a: 1.1\n', change: { kind: 'quote', path: ['a'] }, expected: 'a: "1.1"\n' },
    { text: 'a: "1.1"\n', change: { kind: 'quote', path: ['a'] }, expected: undefined },
    { text: 'a: 1\n', change: { kind: 'insert', path: ['b'], value: 1 }, expected: undefined },
    {
      text: 'a: 1\n',
      change: { kind: 'rewrite', span: { offset: 3, length: 1 }, text: '2' },
      expected: 'a: 2\n',
    },
    { text: 'a: 1\n', change: remove('x'), expected: undefined },
  ])('$text $change.kind', ({ text, change, expected }) => {
    expect(changed(text, change)).toBe(expected);
  });
});
