import { describe, expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import type { PolicyFile } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';

const statement = { Effect: 'Allow', Action: ['ims:images:list'] };
const policy = { Version: '1.1', Statement: [statement] };
const long = {
  Version: '5.0',
  Statement: [{ Sid: 'a', ...statement, Resource: ['*'], Condition: { Bool: { 'g:MFAPresent': ['true'] } } }],
};
const role = { Version: '1.0', Statement: [statement], Depends: [{ catalog: 'BASE', display_name: 'A' }] };
const body = { role: { display_name: 'M', type: 'XA', policy } };

function read(file: string, text: string): PolicyFile {
  return readPolicyFile(file, text, readYaml);
}

/** Each text with one character left out, one put in, or two neighbours swapped. */
function* singleFaults(text: string): Generator<string> {
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length) yield text.slice(0, i) + text.slice(i + 1);
    if (i + 1 < text.length && text[i] !== text[i + 1])
      yield `${text.slice(0, i)}${text[i + 1]}${text[i]}${text.slice(i + 2)}`;
    for (const more of ['x', '1', '{', '}', '[', ']', '"', "'", ',', ':', '=', '#', '\\', '\n', ' '])
      yield text.slice(0, i) + more + text.slice(i);
  }
}

function isValid(file: string, text: string): boolean {
  if (file.endsWith('.yaml')) {
    const documents = parseAllDocuments(text, { logLevel: 'silent' });
    return Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0);
  }
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Nothing was found to say of it, and it was not read as the policy that it is either. */
function isSilent(file: string, text: string): boolean {
  const { kind, policies } = read(file, text);
  if (kind === 'none' || kind === 'foreign') return true;
  return policies.every(({ faults }) => faults.length === 0) && !isValid(file, text);
}

test.each([
  { name: 'a policy', file: 'a.json', text: JSON.stringify(policy) },
  { name: 'an identity policy', file: 'a.json', text: JSON.stringify(long, null, 1) },
  { name: 'a role', file: 'a.json', text: JSON.stringify(role) },
  { name: 'a body of the API', file: 'a.json', text: JSON.stringify(body) },
  { name: 'a list of roles', file: 'a.json', text: JSON.stringify({ roles: [body.role] }) },
  { name: 'a policy in a string', file: 'a.json', text: JSON.stringify({ policy: JSON.stringify(policy) }) },
  { name: 'a policy', file: 'a.yaml', text: stringify(policy) },
  { name: 'a policy with a Condition', file: 'a.yaml', text: stringify(long) },
  { name: 'a body of the API', file: 'a.yaml', text: stringify(body) },
  {
    name: 'a policy in brackets',
    file: 'a.yaml',
    text: 'Version: "1.1"\nStatement: [{Effect: Allow, Action: ["ims:images:list"]}]\n',
  },
  { name: 'JSON', file: 'a.yaml', text: JSON.stringify(policy, null, 1) },
  {
    name: 'a policy with explicit keys',
    file: 'a.yaml',
    text: '? Version\n: "1.1"\n? Statement\n: - ? Effect\n    : Allow\n    ? Action\n    : [ims:images:list]\n',
  },
])(
  'no single fault makes $name in $file pass in silence',
  ({ file, text }) => {
    expect(read(file, text).policies.flatMap(({ kind }) => kind)).toHaveLength(1);
    expect([...singleFaults(text)].filter((broken) => isSilent(file, broken))).toEqual([]);
  },
  60_000,
);

describe('what is read as a policy, and where its fault is', () => {
  const rest = '"Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}';
  test.each([
    { text: `x{"Version":"1.1",${rest}`, at: 0, says: '`x` stands before the document' },
    { text: `-{"Version":"1.1",${rest}`, at: 0, says: '`-` stands before the document' },
    { text: `,[{"Version":"1.1",${rest}]`, at: 0, says: '`,` stands before the document' },
    { text: `{{"Version":"1.1",${rest}`, at: 0, says: '`{` is never closed' },
    { text: `{{"Version":"1.1",${rest}}`, at: 1, says: '`{` stands where a member name belongs' },
    { text: `{"Version":"1.1",x ${rest}`, at: 17, says: '`x` stands before a name' },
    {
      text: '{"Version":"1.1",S"tatement":[{"Effect":"Allow","Action":["ims:images:list"]}]}',
      at: 17,
      says: '`S` stands before a name',
    },
    {
      text: '{"Version":"1.1","Statement"]:[{"Effect":"Allow","Action":["ims:images:list"]}]}',
      at: 28,
      says: '`]` stands between a name and its colon',
    },
    {
      text: '{"Version":"1.1","Statement":,[{"Effect":"Allow","Action":["ims:images:list"]}]}',
      at: 29,
      says: 'a value is missing before `,`',
    },
  ])('$text', ({ text, at, says }) => {
    const [found, ...others] = read('a.json', text).policies;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'policy', statements: [{ effect: 'allow' }] });
    expect(found?.faults).toMatchObject([
      { kind: 'invalid-json', syntaxError: { offset: at, message: says } },
    ]);
  });

  test.each([
    { name: 'words before it', file: '<stdin>', text: `see: ${JSON.stringify(policy)}` },
    { name: 'words before it', file: 'a.json', text: `here it is:\n${JSON.stringify(policy)}` },
    {
      name: 'letters behind escapes',
      file: 'a.json',
      text: 'x x {"Version": "1.1", "St\\u0061tement": [{"Effect": "Allow", "A\\u0063tion": []}]}',
    },
    {
      name: 'a bracket that hides its members',
      file: 'a.json',
      text: `{[${JSON.stringify(policy).slice(1)}`,
    },
    {
      name: 'a broken string that holds it',
      file: 'a.json',
      text: '{"policy": "{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": []}]}"}',
    },
    {
      name: 'YAML without colons',
      file: 'a.yaml',
      text: 'Version "1.1"\nStatement\n  - Effect: Allow\n    Action:\n      - ims:images:list\n',
    },
  ])('a text with $name is an unreadable policy', ({ file, text }) => {
    const { kind, policies } = read(file, text);
    expect(kind).toBe('unreadable');
    expect(policies.flatMap(({ faults }) => faults)).not.toEqual([]);
  });

  test('in YAML on one line that is too long to be read too', () => {
    const item = '{Effect: Allow, Action: ["ims:images:list"]}';
    const text = `{Version: "1.1", Statement: [${Array(12_000).fill(item).join(', ')}]}`;
    const { kind, policies } = read('a.yaml', text);
    expect(kind).toBe('unreadable');
    expect(policies[0]?.faults).toMatchObject([{ kind: 'input-too-large' }]);
  });
});

const cloudFormation = {
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
          ],
        },
      },
    },
  },
};

/** What projects hold besides policies, with words of policies in it. */
const others: Readonly<Record<string, unknown>> = {
  'package.json': { name: 'action', version: '1.1', scripts: { effect: 'x', statement: 'y' }, policy: 'z' },
  'package-lock.json': {
    name: 'a',
    version: '5.0.0',
    lockfileVersion: 3,
    packages: { '': { version: '1.1' } },
  },
  'tsconfig.json': { compilerOptions: { strict: true, paths: { Effect: ['a'], Action: ['b'] } } },
  'composer.json': { version: '1.0', type: 'library', policy: { Action: 'x' } },
  'manifest.json': { Version: '1.1', Name: 'x', Action: 'y', Effect: 'z' },
  'cloudformation.json': cloudFormation,
  'deployment.yaml': {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: { spec: { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }] } } },
  },
  'rbac.yaml': { kind: 'Role', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  'kyverno.yaml': {
    kind: 'Policy',
    spec: { rules: [{ name: 'x', validate: { Action: 'audit', Effect: 'none' } }] },
  },
  'openapi.json': {
    openapi: '3.1.0',
    info: { title: 'x', version: '1.1' },
    components: {
      schemas: { Statement: { properties: { Effect: { type: 'string' }, Action: { type: 'array' } } } },
    },
  },
  'openapi.yaml': {
    openapi: '3.1.0',
    components: {
      schemas: { Policy: { properties: { Version: {}, Statement: {}, Effect: {}, Action: {} } } },
    },
  },
  'policy.schema.json': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    required: ['Version', 'Statement'],
    properties: { Version: { enum: ['1.1'] }, Statement: { items: { required: ['Effect', 'Action'] } } },
  },
  'workflow.yaml': { on: 'push', jobs: { a: { steps: [{ uses: 'x/action@v1', with: { policy: 'b' } }] } } },
  'tests.json': { cases: [{ name: 'x', input: policy, expected: 'allowed' }] },
  'game.json': { Effect: 'fire', Action: 'cast', level: 3 },
  'rego.json': { policies: { a: { effect: 'deny', action: ['read'] } } },
  'values.yaml': { image: 'x', policy: 'on', roles: ['a', 'b'], role: 'c' },
  'ansible.yaml': [{ name: 'x', iam_role: { policy: JSON.stringify(policy), state: 'present' } }],
  'tfplan.json': {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [{ type: 'huaweicloud_identity_role', values: { policy: JSON.stringify(policy) } }],
      },
    },
  },
  'locale.json': { Effect: 'Effekt', Action: 'Aktion', Statement: 'Aussage', Version: 'Version' },
};

describe('other files', () => {
  test.each(Object.entries(others))('%s is none', (file, content) => {
    const text = file.endsWith('.yaml') ? stringify(content) : JSON.stringify(content, null, 2);
    expect(read(file, text)).toMatchObject({ kind: 'none', policies: [] });
  });

  test.each(Object.entries(others))('%s is none when it is broken', (file, content) => {
    const text = file.endsWith('.yaml') ? stringify(content) : JSON.stringify(content, null, 2);
    const half = text.length >> 1;
    for (const broken of [
      `// generated\n${text}`,
      text.replace(/\n?[}\]]\s*$/, ''),
      `${text.slice(0, half)}"${text.slice(half)}`,
    ])
      expect(read(file, broken), broken).toMatchObject({ policies: [] });
  });

  test.each([
    {
      name: 'a note about a policy',
      file: 'README.md',
      text: `# Effect and Action\n\nAs in:\n\n${JSON.stringify(policy)}\n`,
    },
    { name: 'Terraform', file: 'main.tf', text: `policy = <<EOT\n${JSON.stringify(policy)}\nEOT\n` },
    { name: 'a script', file: 'a.js', text: `module.exports = ${JSON.stringify(policy)};\n` },
    {
      name: 'prose in YAML',
      file: 'a.yaml',
      text: 'text: |\n  Version, Statement, Effect and Action\n  are members\n',
    },
    {
      name: 'HCL',
      file: 'a.json',
      text: '{\n  Version = "1.1"\n  Statement = [{ Effect = "Allow", Action = ["a:b:c"] }]\n}',
    },
  ])('$name is none', ({ file, text }) => {
    expect(read(file, text)).toMatchObject({ kind: 'none', policies: [] });
  });
});
