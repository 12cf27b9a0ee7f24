import { describe, expect, test } from 'vitest';
import type { CarriedDocument, Carrier } from '../../src/carriers/carried-document.ts';
import { readCarriedFile } from '../../src/carriers/read-carried-file.ts';
import { fixFile } from '../../src/lint/fixes/apply-fixes.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { decodeFile, rereadFile } from '../../src/policy/read-policy-file.ts';
import { createLocator } from '../../src/policy/region-of.ts';
import { ruleWorld } from '../support/rule-world.ts';

/** A form made up for the test: each run of lines that begin with `> ` is a document. */
const quoted: Carrier = {
  largest: 4096,
  fixable: 'only in quotes',
  documents(text) {
    const documents: CarriedDocument[] = [];
    for (const { 0: run, index } of text.matchAll(/(?:^> .*\n)+/gm)) {
      const lines = [...run.matchAll(/^> (.*\n)/gm)];
      const starts: number[] = [];
      let content = '';
      const places: number[] = [];
      for (const line of lines) {
        starts.push(content.length);
        places.push(index + line.index + 2);
        content += line[1] ?? '';
      }
      const placeOf = (offset: number) => {
        const at = starts.findLastIndex((start) => start <= offset);
        return (places[at] ?? 0) + offset - (starts[at] ?? 0);
      };
      documents.push({ content: { kind: 'text', text: content, placeOf, verbatim: true }, anything: true });
    }
    return documents;
  },
};

const read = (text: string, carrier = quoted) => readCarriedFile(decodeFile('page.q', text), carrier);

const page = `first
> {
>   "Version": "1.1",
>   "Statement": [{ "Effect": "Allow", "Action": ["ims:images:list", "ims:images:list"] }]
> }
some words
> { "a": 1 }
last
> {
>   "Version": "1.1",
>   "Statement": [
>     { "Effect": "Allow", "Action": [
>       "ims:images:list",
>       "ims:images:get",
>       "ims:images:list",
>     ] }
>   ]
> }
`;

describe('a file of several documents', () => {
  const file = read(page);

  test('has a policy for each, with its number', () => {
    expect(file.policies.map(({ name, root, kind }) => ({ name, root, kind }))).toEqual([
      { name: '1', root: [1], kind: 'policy' },
      { name: '2', root: [2], kind: 'policy' },
    ]);
  });

  test('has the places of its paths', () => {
    const { regionOf } = createLocator(file.text, file.form?.spanOf);
    const at = (...path: (string | number)[]) => {
      const { line, column, endLine, endColumn } = regionOf(path);
      return [line, column, endLine, endColumn];
    };
    expect(at(1, 'Statement', 0, 'Action', 1)).toEqual([4, 70, 4, 87]);
    expect(at(2, 'Statement', 0, 'Action', 2)).toEqual([15, 9, 15, 26]);
    expect(at(2)).toEqual([9, 3, 18, 4]);
  });

  test('has its findings at its places', () => {
    const findings = lintFile(file, ruleWorld()).filter(({ severity }) => severity !== 'info');
    expect(findings.map(({ rule, line, column, pointer }) => [rule, line, column, pointer])).toEqual([
      ['duplicate-action', 4, 70, '/1/Statement/0/Action/1'],
      ['duplicate-action', 15, 9, '/2/Statement/0/Action/2'],
      ['invalid-json', 15, 26, '/2/Statement/0/Action'],
    ]);
  });

  test('is fixed inside of them, and nowhere else', () => {
    const { file: fixed } = fixFile(file, {
      lint: (one) => lintFile(one, ruleWorld()),
      read: (text) => rereadFile(file, text),
      unsafe: true,
      isProved: () => true,
      isConfirmed: () => true,
    });
    expect(fixed.text).toBe(`first
> {
>   "Version": "1.1",
>   "Statement": [{ "Effect": "Allow", "Action": ["ims:images:list"] }]
> }
some words
> { "a": 1 }
last
> {
>   "Version": "1.1",
>   "Statement": [
>     { "Effect": "Allow", "Action": [
>       "ims:images:list",
>       "ims:images:get"
>     ] }
>   ]
> }
`);
  });
});

test('several policies of one document are told apart, and fixed', () => {
  const one = '> {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:get"]}]}\n';
  const file = read(`${one}${one.replace('get"', 'get", "ims:images:get"')}`);
  expect(file.policies.map(({ name, faults }) => [name, faults])).toEqual([
    ['1', []],
    ['2', []],
  ]);
  const [finding] = lintFile(file, ruleWorld()).filter(({ rule }) => rule === 'duplicate-action');
  expect(finding).toMatchObject({ line: 2, pointer: '/2/Statement/0/Action/1' });
  expect(finding?.fix?.edits).toMatchObject([{ line: 2, text: '' }]);
});

test('a document whose place says that it is a policy is one that cannot be read, whatever is there', () => {
  const root = { type: 'number', offset: 2, length: 1 } as const;
  const file = read('> x', {
    ...quoted,
    documents: () => [{ path: ['a', 'policy'], name: 'a.b', content: { kind: 'tree', root } }],
  });
  expect(file).toMatchObject({
    kind: 'unreadable',
    policies: [{ kind: 'unreadable', name: 'a.b', root: ['a', 'policy'], statements: [], faults: [] }],
  });
});

test('what is declared beside a document belongs to its policy', () => {
  const text = '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:get"]}]}';
  const content = { kind: 'text', text, placeOf: (offset: number) => offset, verbatim: false } as const;
  const declared = { name: 'a.b', layer: 'XA', displayName: 'images', maybe: true } as const;
  const file = read(text, { ...quoted, documents: () => [{ path: ['p'], content, ...declared }] });
  expect(file.policies).toMatchObject([{ kind: 'policy', root: ['p'], ...declared }]);
  expect(file.form?.parts).toEqual([]);
});

test('a file that is too large is not read, and says so where it holds a policy', () => {
  const large = read(`${page}${'x'.repeat(8192)}`);
  expect(large).toMatchObject({ kind: 'unreadable', partial: true });
  expect(large.policies.map(({ faults }) => faults.map(({ kind }) => kind))).toEqual([['input-too-large']]);
  expect(read(`words\n> {"a": 1}\n${'x'.repeat(8192)}`)).toMatchObject({ kind: 'none', policies: [] });
});

test('too many documents are not read', () => {
  const one = '> {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:get"]}]}\n\n';
  const file = read(one.repeat(5002), { ...quoted, largest: 1024 * 1024 });
  expect(file.policies.map(({ faults }) => faults.map(({ kind }) => kind))).toEqual([['input-too-large']]);
});
