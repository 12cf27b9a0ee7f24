import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readPolicyBytes } from '../../src/cli/files/read-policy-bytes.ts';
import { pointerOf } from '../../src/policy/region-of.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const purpose = { io: fakeIo({}), defaults: true };

const manifests = join(import.meta.dirname, '../../fixtures/manifests');
const cluster = readFileSync(join(manifests, 'cluster.yaml'), 'utf8');
const one = policyText(['ims:images:list']);
const action = 'ims:images:list';

describe('a file of Kubernetes with policies in several forms', () => {
  test('has its findings at their places', async () => {
    const { stdout } = await runCli(['lint', 'm.yaml', '--format', 'jsonl'], { 'm.yaml': cluster });
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { rule: string; line: number; column: number; pointer: string });
    expect(findings.map(({ rule, line, column, pointer }) => [rule, line, column, pointer])).toEqual([
      ['duplicate-action', 10, 60, '/0/data/readers.json/Statement/0/Action/1'],
      ['unknown-action', 18, 13, '/0/data/writers.yaml/Statement/0/Action/0'],
      ['invalid-effect', 19, 56, '/0/data/inline/Statement/0/Effect'],
      ['unknown-action', 20, 89, '/0/data/escaped/Statement/0/Action/0'],
      ['unknown-action', 35, 13, '/1/spec/forProvider/Statement/0/Action/1'],
      [
        'unknown-condition-key',
        38,
        42,
        '/1/spec/forProvider/Statement/0/Condition/StringStartWith/g:ProjectNam',
      ],
      ['deny-only-policy', 41, 1, '/2/Statement'],
    ]);
  });

  test('has names and layers', async () => {
    const { policies } = await readPolicyBytes('m.yaml', cluster, purpose);
    expect(
      policies.map(({ name, root = [], layer, displayName }) => [
        name ?? pointerOf(root),
        layer,
        displayName,
      ]),
    ).toEqual([
      ['/2', undefined, undefined],
      ['image-policies/readers.json', undefined, undefined],
      ['image-policies/writers.yaml', undefined, undefined],
      ['image-policies/inline', undefined, undefined],
      ['image-policies/escaped', undefined, undefined],
      ['bucket-reader', 'AX', 'bucket_reader'],
    ]);
  });

  test('is fixed where a text is in the file as it is', async () => {
    const { stdout } = await runCli(['lint', 'm.yaml', '--fix=unsafe', '--diff'], { 'm.yaml': cluster });
    expect(stdout.split('\n').filter((line) => /^[-+] /.test(line))).toEqual([
      '-        { "Effect": "Allow", "Action": ["ims:images:list", "ims:images:list"] }',
      '+        { "Effect": "Allow", "Action": ["ims:images:list"] }',
      `-  inline: '{"Version": "1.1", "Statement": [{"Effect": "Alow", "Action": ["ims:images:get"]}]}'`,
      `+  inline: '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:get"]}]}'`,
    ]);
  });
});

const manifest = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data });
const role = (statement: object, more: object = {}) => ({
  apiVersion: 'identity.opentelekomcloud.crossplane.io/v1alpha1',
  kind: 'RoleV3',
  metadata: { name: 'r' },
  spec: { forProvider: { statement, ...more } },
});
const allow = { effect: 'Allow', action: [action] };

/** Contents that hold one policy that allows one action, and what that is called. */
const holding: readonly {
  readonly what: string;
  readonly content: unknown;
  readonly name: string | undefined;
}[] = [
  { what: 'a ConfigMap', content: manifest({ a: one }), name: 'm/a' },
  { what: 'a Secret', content: { kind: 'Secret', stringData: { a: one } }, name: 'a' },
  { what: 'a list of them', content: { kind: 'List', items: [manifest({ a: one, b: 'x' })] }, name: 'm/a' },
  { what: 'a RoleV3', content: role([allow]), name: 'r' },
  {
    what: 'a RoleV3 in a composition',
    content: { kind: 'Composition', spec: { resources: [{ name: 'x', base: role([allow]) }] } },
    name: 'r',
  },
  {
    what: 'a request for credentials with a text',
    content: { auth: { identity: { methods: ['token'], policy: one } } },
    name: undefined,
  },
  {
    what: 'a request for credentials with an object',
    content: { auth: { identity: { methods: ['assume_role'], policy: JSON.parse(one) } } },
    name: undefined,
  },
];

test.each(holding)('$what holds a policy, in JSON and in YAML', async ({ content, name }) => {
  for (const [file, text] of [
    ['a.json', JSON.stringify(content, null, 1)],
    ['a.yaml', stringify(content)],
    ['a.yml', stringify(content, { defaultStringType: 'QUOTE_SINGLE' })],
  ] as const) {
    const { policies, form } = await readPolicyBytes(file, text, purpose);
    expect(policies).toMatchObject([{ kind: 'policy', faults: [], statements: [{ effect: 'allow' }] }]);
    expect(policies[0]?.name).toBe(name);
    const path = policies[0]?.statements[0]?.actions[0]?.path ?? [];
    const span = form?.spanOf(path, 'value');
    if (span !== undefined) expect(text.slice(span.offset, span.offset + span.length)).toContain(action);
  }
});

test('a layer and a name are declared beside the statements', async () => {
  const content = role([allow], { displayLayer: 'project', displayName: 'readers' });
  const { policies } = await readPolicyBytes('a.yaml', stringify(content), purpose);
  expect(policies).toMatchObject([{ layer: 'XA', displayName: 'readers' }]);
});

test('a layer that does not fit is said where it is written', async () => {
  const content = { ...manifest({ a: 'x' }), data: {} };
  const misplaced = role([allow], { displayLayer: 'domain' });
  const text = `${stringify(content)}---\n${stringify(misplaced)}`;
  const { stdout } = await runCli(['lint', 'm.yaml', '--format', 'jsonl'], { 'm.yaml': text });
  const line = text.split('\n').findIndex((one) => one.includes('displayLayer')) + 1;
  expect(
    stdout
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as unknown),
  ).toMatchObject([{ rule: 'layer-mismatch', line, help: 'write `"project"`' }]);
});

test('a condition is JSON as text; what cannot be read is a fault', async () => {
  const condition = (text: unknown) => role([{ ...allow, resource: null, condition: text }]);
  const read = async (text: unknown) =>
    (await readPolicyBytes('a.yaml', stringify(condition(text)), purpose)).policies;
  expect(await read('{"Bool": {"g:MFAPresent": ["true"]}}')).toMatchObject([
    { faults: [], statements: [{ condition: { readable: true, tests: [{ operator: 'Bool' }] } }] },
  ]);
  expect((await read('{"Bool": {'))[0]?.faults).toMatchObject([{ kind: 'wrong-type' }]);
});

test.each([
  {
    what: 'a ConfigMap of other texts',
    content: manifest({ a: 'Statement: of account', b: '{"Version": "1"}' }),
  },
  { what: 'a role of Kubernetes', content: { kind: 'Role', rules: [{ verbs: ['get'] }], statement: 'x' } },
  { what: 'statements of others', content: { ...role([{ sql: 'select' }]), x: 'Version Effect' } },
  { what: 'encoded data', content: { kind: 'Secret', data: { Statement: btoa(one) } } },
  { what: 'a policy that is the name of one', content: { auth: { identity: { policy: 'Statement' } } } },
])('$what is left alone', async ({ content }) => {
  expect(await readPolicyBytes('a.yaml', stringify(content), purpose)).toMatchObject({
    kind: 'none',
    policies: [],
  });
  expect(await readPolicyBytes('a.json', JSON.stringify(content), purpose)).toMatchObject({
    kind: 'none',
    policies: [],
  });
});

test('anything is read without failing', async () => {
  const texts = fc
    .record({
      kind: fc.constantFrom('ConfigMap', 'RoleV3', 'auth', 'List'),
      data: fc.anything({ maxDepth: 3, values: [fc.constantFrom(one, '{"Statement": ', 'Statement:\n- a')] }),
      spec: fc.anything({ maxDepth: 3, key: fc.constantFrom('forProvider', 'statement', 'action', 'x') }),
    })
    .map((content) => `${stringify(content, { strict: false })}\n# Statement`);
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      for (const { root = [], file } of (await readPolicyBytes('a.yaml', text, purpose)).policies)
        expect([root.length >= 0, file]).toEqual([true, 'a.yaml']);
    }),
    { numRuns: 300 },
  );
});
