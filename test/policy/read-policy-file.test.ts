import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { createLocator, pointerOf } from '../../src/policy/region-of.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';

const clean = `{
  "Version": "1.1",
  "Statement": [
    { "Effect": "Allow", "Action": ["ims:images:list"] },
    { "Effect": "Deny", "Action": ["obs:object:*"], "Resource": ["obs:*:*:object:a/*"], "Condition": {} },
    { "Effect": "Allow", "Action": ["iam:agencies:assume"], "Resource": { "uri": ["/iam/agencies/0"] } }
  ]
}
`;

/** The little end of UTF-32, from that of UTF-16: only for characters of two bytes. */
function widened(bytes: number[], byte: number, at: number): number[] {
  bytes.push(byte);
  if (at % 2 === 1) bytes.push(0, 0);
  return bytes;
}

/** The only policy of a text. */
function readOne(text: string | Uint8Array): Policy {
  const { policies } = readPolicyFile('p.json', text);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) throw new Error(`${policies.length} policies`);
  return policy;
}

describe('a typed policy', () => {
  test('has its statements with their places', () => {
    expect(readOne(clean)).toEqual({
      file: 'p.json',
      kind: 'policy',
      faults: [],
      statements: [
        {
          path: ['Statement', 0],
          effect: 'allow',
          actions: [{ text: 'ims:images:list', path: ['Statement', 0, 'Action', 0] }],
          resource: { kind: 'omitted' },
          condition: undefined,
        },
        {
          path: ['Statement', 1],
          effect: 'deny',
          actions: [{ text: 'obs:object:*', path: ['Statement', 1, 'Action', 0] }],
          resource: {
            kind: 'list',
            resources: [{ text: 'obs:*:*:object:a/*', path: ['Statement', 1, 'Resource', 0] }],
            path: ['Statement', 1, 'Resource'],
          },
          condition: {
            path: ['Statement', 1, 'Condition'],
            tests: [],
            readable: true,
            hollow: [['Statement', 1, 'Condition']],
          },
        },
        {
          path: ['Statement', 2],
          effect: 'allow',
          actions: [{ text: 'iam:agencies:assume', path: ['Statement', 2, 'Action', 0] }],
          resource: {
            kind: 'agencies',
            uris: [{ text: '/iam/agencies/0', path: ['Statement', 2, 'Resource', 'uri', 0] }],
            path: ['Statement', 2, 'Resource'],
          },
          condition: undefined,
        },
      ],
    });
  });

  test('is read as far as it goes where it has faults', () => {
    const text = '{"Version":"1.1","Statement":{"Effect":"Deny","Action":"ims:*:*","X":1,"Resource":"*"}}';
    const policy = readOne(text);
    expect(policy.statements).toEqual([
      {
        path: ['Statement'],
        effect: 'deny',
        actions: [{ text: 'ims:*:*', path: ['Statement', 'Action'] }],
        resource: {
          kind: 'list',
          resources: [{ text: '*', path: ['Statement', 'Resource'] }],
          path: ['Statement', 'Resource'],
        },
        condition: undefined,
      },
    ]);
    expect(policy.faults.map(({ kind, path }) => [kind, pointerOf(path)])).toEqual([
      ['wrong-type', '/Statement'],
      ['unknown-member', '/Statement/X'],
      ['wrong-type', '/Statement/Action'],
    ]);
  });

  test('takes the last of two members, as JSON.parse does, and has a fault', () => {
    const text = '{"Version":"1.1","Statement":[{"Effect":"Allow","Effect":"Deny","Action":["a:b:c"]}]}';
    const policy = readOne(text);
    expect(policy.statements.map(({ effect }) => effect)).toEqual(['deny']);
    expect(policy.faults.map(({ kind }) => kind)).toEqual(['duplicate-member']);
  });

  test('knows no member by inheritance', () => {
    const text = '{"Version":"1.1","Statement":[{"__proto__":{"Effect":"Allow"},"Action":["a:b:c"]}]}';
    const policy = readOne(text);
    expect(policy.statements).toEqual([]);
    expect(policy.faults.map(({ kind }) => kind)).toEqual(['unknown-member', 'missing-member']);
  });

  test.each(plantedFixtures('json'))('of a broken text always has a fault: $name', ({ text }) => {
    const policy = readOne(text);
    expect(policy.faults.map(({ kind }) => kind)).toContain('invalid-json');
  });
});

describe('bytes', () => {
  const bytes = new TextEncoder().encode(clean);

  test('are UTF-8, and a byte order mark is not part of the text', () => {
    const marked = readPolicyFile('p.json', new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]));
    expect(marked).toEqual({ ...readPolicyFile('p.json', bytes), byteOrderMark: true });
    expect(marked).toEqual(readPolicyFile('p.json', `\uFEFF${clean}`));
    expect(createLocator(marked.text).regionOf([])).toMatchObject({ line: 1, column: 1 });
  });

  test('in UTF-16 are read, but the policy has a fault', () => {
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${clean}`, 'utf16le'));
    const policy = readOne(utf16);
    expect(policy.kind).toBe('policy');
    expect(policy.statements).toHaveLength(3);
    expect(policy.faults).toMatchObject([
      { kind: 'invalid-encoding', problem: { message: 'the text is in UTF-16, not in UTF-8' } },
    ]);
  });

  test.each([
    { name: 'UTF-16', encode: (text: string) => Buffer.from(text, 'utf16le') },
    { name: 'UTF-16', encode: (text: string) => Buffer.from(text, 'utf16le').swap16() },
    { name: 'UTF-32', encode: (text: string) => Buffer.from(text, 'utf16le').reduce(widened, []) },
    {
      name: 'UTF-32',
      encode: (text: string) => Buffer.from(Buffer.from(text, 'utf16le').reduce(widened, [])).swap32(),
    },
  ])('in $name are read with and without a mark', ({ name, encode }) => {
    for (const mark of ['', '\uFEFF']) {
      const file = readPolicyFile('p.json', new Uint8Array(encode(`${mark}${clean}`)));
      expect(file.text).toBe(clean);
      expect(file.policies[0]?.faults).toMatchObject([
        { kind: 'invalid-encoding', problem: { message: `the text is in ${name}, not in UTF-8` } },
      ]);
    }
  });

  test('that are not UTF-8 are a fault where they stand', () => {
    const broken = new Uint8Array(bytes);
    const at = clean.indexOf('obs:*:*:object:a');
    broken[at] = 0xff;
    const policy = readOne(broken);
    expect(policy.faults).toMatchObject([
      { kind: 'invalid-encoding', problem: { offset: at, message: 'the byte 0xFF here is not UTF-8' } },
    ]);
  });

  test.each([
    { what: 'Latin-1', bytes: [0xe9], guess: '; it looks like Latin-1 or Windows-1252' },
    { what: 'GBK', bytes: [0xbe, 0xb5, 0xcf, 0xf1], guess: '; it looks like GBK' },
    { what: 'neither', bytes: [0xe9, 0xff, 0xfe], guess: '' },
  ])('of $what are guessed', ({ bytes: foreign, guess }) => {
    const at = clean.indexOf('a/*');
    const broken = new Uint8Array([...bytes.subarray(0, at), ...foreign, ...bytes.subarray(at)]);
    expect(readOne(broken).faults).toMatchObject([
      { problem: { offset: at, hint: `save the file as UTF-8${guess}` } },
    ]);
  });

  test('that are UTF-8 are no fault, replacement characters and all', () => {
    expect(readOne(clean.replace('a/*', '\uFFFD镜像😀/*')).faults).toEqual([]);
  });

  test('of any kind never throw', () => {
    const prefix = fc.constantFrom(
      '',
      '{"Statement":',
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["',
    );
    fc.assert(
      fc.property(prefix, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const file = readPolicyFile('p.json', new Uint8Array([...new TextEncoder().encode(start), ...rest]));
        expect(file.policies.length === 0).toBe(file.kind === 'none' || file.kind === 'foreign');
      }),
      { numRuns: 2000 },
    );
  });

  test('of any JSON never throw', () => {
    const members = fc.constantFrom(
      'Version',
      'Statement',
      'Effect',
      'Action',
      'Resource',
      'Condition',
      'uri',
      'policy',
      'type',
      'display_name',
      'x',
    );
    const json = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('1.1', 'Allow', 'Deny', 'ims:images:list', '*', 1, null, true),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(members, tie('any'), { maxKeys: 5 }),
      ),
    })).any;
    fc.assert(
      fc.property(json, (document) => {
        const text = JSON.stringify({ Version: '1.1', Statement: document });
        const locator = createLocator(text);
        for (const fault of readOne(text).faults) expect(locator.regionOf(fault.path).line).toBe(1);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.constantFrom('role', 'roles', 'policy', 'Depends'), json, (member, document) => {
        const policy = { Version: '1.0', Statement: [], Depends: document };
        const wrapped = member === 'policy' ? policy : document;
        const text = JSON.stringify({ [member]: wrapped, policy });
        const { policies } = readPolicyFile('p.json', text);
        expect(policies.length).toBeGreaterThan(0);
        for (const { root = [], statements } of policies) {
          for (const { path } of statements) expect(path.slice(0, root.length)).toEqual(root);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('what cannot be read as a whole is checked in parts, and decides nothing', () => {
  const whole = { Effect: 'Allow', Action: ['ims:images:list'] };
  const read = (...Statement: readonly unknown[]) =>
    readPolicyFile('a.json', JSON.stringify({ Version: '1.1', Statement })).policies[0];
  expect(read(whole)?.readings).toBeUndefined();
  const faulty = read(
    whole,
    { ...whole, Effect: 'Permit' },
    { Effect: 'Deny', actions: ['ims:images:get'] },
    [whole],
  );
  expect(faulty?.statements.map(({ path }) => path)).toEqual([['Statement', 0]]);
  expect(faulty?.readings).toMatchObject([
    { path: ['Statement', 0], effect: 'allow' },
    { path: ['Statement', 1], effect: undefined, actions: [{ text: 'ims:images:list' }] },
    { path: ['Statement', 2], effect: 'deny', actions: [{ text: 'ims:images:get' }] },
    { path: ['Statement', 3, 0], effect: 'allow' },
  ]);
});
