import { describe, expect, test } from 'vitest';
import { readJson } from '../../src/policy/json-reader.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { charactersOf, largest } from '../../src/policy/text-size.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';

const statement = '{"Effect":"Allow","Action":["ims:images:list"]}';
const policy = (statements: number) =>
  `{"Version":"1.1","Statement":[${Array(statements).fill(statement).join(',')}]}`;

describe('what is too large', () => {
  test.each([
    { name: 'a file', content: policy(200_000) },
    { name: 'a document', content: policy(25_000) },
    { name: 'a list of statements', content: policy(largest.statements + 1) },
    {
      name: 'a list of actions',
      content: policy(1).replace('"ims:images:list"', Array(largest.values).fill('"a:b:c"').join(',')),
    },
    {
      name: 'a list of documents',
      content: `{"roles":[${Array(largest.documents + 1)
        .fill('{"policy":{"Version":"1.1","Statement":[]}}')
        .join(',')}]}`,
    },
    { name: 'documents one after another', content: `${policy(1)}\n`.repeat(largest.documents + 1) },
    { name: 'a broken file', content: policy(200_000).slice(0, -5) },
  ])('$name grants nothing for sure and says why', ({ content }) => {
    const { policies } = readPolicyFile('p.json', content);
    expect(policies).toHaveLength(1);
    expect(policies[0]?.statements).toEqual([]);
    expect(policies[0]?.faults.map(({ kind }) => kind)).toContain('input-too-large');
  });

  test('in YAML is bounded earlier', () => {
    const content = `Version: "1.1"\nStatement:\n${'  - Effect: Allow\n    Action: [ims:images:list]\n'.repeat(12_000)}`;
    expect(readPolicyFile('p.yaml', content, readYaml).policies).toMatchObject([
      { statements: [], faults: [{ kind: 'input-too-large' }] },
    ]);
  });

  test.each([
    { name: 'data', content: `{"data":[${Array(400_000).fill('{"action":"x","effect":1}').join(',')}]}` },
    { name: 'text', content: 'The Effect of an Action\n'.repeat(400_000) },
    { name: 'zeros', content: new Uint8Array(9_000_000) },
  ])('$name that is no policy is none', ({ content }) => {
    const file = readPolicyFile('p.json', content);
    expect(file).toMatchObject({ kind: 'none', policies: [], partial: true });
  });

  test('a policy of another kind is left alone', () => {
    const theirs = '{"Effect":"Allow","Action":["s3:GetObject"]}';
    const content = `{"Version":"2012-10-17","Statement":[${Array(200_000).fill(theirs).join(',')}]}`;
    expect(readPolicyFile('p.json', content)).toMatchObject({ kind: 'foreign', foreign: 'AWS policy' });
  });

  test('just below the bounds all is read', () => {
    const [read] = readPolicyFile('p.json', policy(largest.statements)).policies;
    expect(read?.faults).toEqual([]);
    expect(read?.statements).toHaveLength(largest.statements);
  });
});

test.each(['{}', '[]', '{"a":[],"b":{}}', '[1,"x",null,true]', policy(3), '{"名":"\\u0000\\n"}'])(
  'characters are those of JSON without white space: %s',
  (text) => {
    const minified = JSON.stringify(JSON.parse(text));
    expect(charactersOf(readJson(text).root)).toBe(minified.length);
    expect(charactersOf(readJson(JSON.stringify(JSON.parse(text), null, 4)).root)).toBe(minified.length);
  },
);
