import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CanAnswer, ReportAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const images = policyText(['ims:images:get', 'ims:images:update']);
const config = `cloud: otc
roles:
  image-team:
    grants:
      - { policy: policies/images.json, scope: { project: eu-de } }
      - { policy: "system:IMS ReadOnlyAccess", scope: { enterpriseProject: web } }
  viewers:
    grants:
      - policy: policies/viewer.json
`;
const files = {
  'iamscope.yaml': config,
  'policies/images.json': images,
  'policies/viewer.json': policyText(['ims:*:list']),
};

const schemas = join(import.meta.dirname, '..', '..', 'rules', 'schema');
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
for (const name of ['answer-parts', 'can', 'report']) {
  ajv.addSchema(JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object);
}

function checked<T>(schema: string, text: string): T {
  const answer: unknown = JSON.parse(text);
  expect(ajv.validate(`${schema}.schema.json`, answer), JSON.stringify(ajv.errors)).toBe(true);
  return answer as T;
}

async function can(argv: readonly string[], world: Readonly<Record<string, string>> = files) {
  const { exitCode, stdout, stderr } = await runCli(['can', ...argv, '--format', 'json'], world);
  expect(stderr).toBe('');
  return { exitCode, answer: checked<CanAnswer>('can', stdout) };
}

describe('a configuration', () => {
  test('of the working directory is used, and options outweigh it', async () => {
    expect((await can(['tag images', 'policies/images.json'])).answer.cloud).toBe('otc');
    expect((await can(['tag images', 'policies/images.json', '--cloud', 'hwc'])).answer.cloud).toBe('hwc');
    expect((await can(['tag images', 'policies/images.json', '--cloud', 'any'])).answer.cloud).toBe('any');
  });

  test('gives the scope too', async () => {
    const world = { ...files, 'iamscope.yaml': 'scope: enterprise-project\n' };
    const { exitCode, answer } = await can(['tag images', 'policies/images.json'], world);
    expect({ exitCode, scope: answer.scope, decision: answer.decision }).toEqual({
      exitCode: 1,
      scope: 'enterprise-project',
      decision: 'not-allowed',
    });
  });

  test('can be named; its paths are relative to it', async () => {
    const world = {
      'etc/iam/team.yaml':
        'roles: { a: { grants: [{ policy: ../images.json }, { policy: ./viewer.json }] } }',
      'etc/images.json': images,
      'etc/iam/viewer.json': policyText(['ims:*:list']),
    };
    const { exitCode, answer } = await can(
      ['tag images', '--role', 'a', '--config', 'etc/iam/team.yaml'],
      world,
    );
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({ role: 'a', policies: ['etc/images.json', 'etc/iam/viewer.json'] });
  });

  test('may be empty', async () => {
    expect(
      (await can(['tag images', 'policies/images.json'], { ...files, 'iamscope.yaml': '' })).exitCode,
    ).toBe(0);
  });

  test('is not loaded where there is none', async () => {
    const { 'iamscope.yaml': _, ...world } = files;
    expect((await can(['tag images', 'policies/images.json'], world)).answer.cloud).toBe('any');
  });
});

describe('--role', () => {
  test('asks the grants of a role together', async () => {
    const { exitCode, answer } = await can(['tag images', '--role', 'image-team']);
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      role: 'image-team',
      policies: ['policies/images.json', 'system:IMS ReadOnlyAccess'],
      decision: 'allowed',
    });
    expect((await can(['tag images', '--role', 'viewers'])).answer.decision).toBe('not-allowed');
  });

  test('serves reports', async () => {
    const { stdout } = await runCli(['report', '--role', 'viewers', '--format', 'json'], files);
    expect(checked<ReportAnswer>('report', stdout)).toMatchObject({
      role: 'viewers',
      policies: ['policies/viewer.json'],
      cloud: 'otc',
    });
    expect((await runCli(['report', '--role', 'viewers'], files)).stdout).toMatch(
      /^role {5}viewers\npolicies /,
    );
  });
});

describe('a wrong configuration is one line on stderr and exit code 2', () => {
  const grants = (grant: string) => `roles:\n  a:\n    grants:\n      - ${grant}\n`;
  test.each([
    { text: '? [a]\n: b\n', message: 'iamscope.yaml:1: a key has to be a text' },
    { text: 'cloud: !foo otc\n', message: 'iamscope.yaml:1: tags (`!…`) have no meaning here' },
    { text: 'cloud: otc\n---\ncloud: hwc\n', message: 'the file holds several documents, and has to be one' },
    { text: '['.repeat(20_000), message: 'it is nested too deeply' },
    { text: 'clod: otc\n', message: 'iamscope.yaml:1: there is no key `clod`; did you mean `cloud`?' },
    {
      text: 'cloud: otc\npaint: red\n',
      message: 'iamscope.yaml:2: there is no key `paint`; known: cloud, scope, house, roles',
    },
    {
      text: 'cloud: aws\n',
      message: 'iamscope.yaml:1: `cloud` must be equal to one of the allowed values: any, hwc, otc',
    },
    {
      text: grants('{ polcy: x }'),
      message: 'there is no key `polcy` in `roles.a.grants.0`; did you mean `policy`?',
    },
    { text: grants('{ polcy: x }'), message: 'iamscope.yaml:4:' },
    { text: grants('{ policy: x, scope: { projects: y } }'), message: 'did you mean `project`?' },
    {
      text: grants('{ policy: x, scope: { project: y, global: true } }'),
      message: '`roles.a.grants.0.scope` must NOT have more than 1 properties',
    },
    { text: grants('{ policy: x, scope: { global: false } }'), message: 'must be equal to constant' },
    { text: 'roles:\n  a: {}\n', message: "iamscope.yaml:2: `roles.a` must have required property 'grants'" },
    { text: 'roles: [a]\n', message: '`roles` must be object' },
    { text: '- a\n', message: 'iamscope.yaml:1: it must be object' },
    { text: 'cloud: otc\ncloud: hwc\n', message: 'iamscope.yaml:2: Map keys must be unique' },
    { text: 'a: [\n', message: /iamscope\.yaml:2: [^\n]+/ },
    { text: grants("{ policy: '-' }"), message: 'cannot read standard input' },
    {
      text: 'a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: &d [*c, *c, *c]\ne: &e [*d, *d, *d, *d]\nf: [*e, *e, *e, *e]\n',
      message: 'Excessive alias count',
    },
  ])('$message', async ({ text, message }) => {
    const { exitCode, stdout, stderr } = await runCli(['can', 'tag images', 'policies/images.json'], {
      ...files,
      'iamscope.yaml': text,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^iamscope: [^\n]+\n$/);
  });

  test.each([
    {
      argv: ['can', 'tag images', '--role', 'image-tem'],
      message: 'has no role `image-tem`; did you mean `image-team`?',
    },
    {
      argv: ['can', 'tag images', '--role', 'nobody'],
      message: 'has no role `nobody`; it has image-team, viewers',
    },
    {
      argv: ['can', 'tag images', 'a.json', '--role', 'viewers'],
      message: 'name policies or a role, not both',
    },
    {
      argv: ['can', 'tag images', '--role', 'a', '--config', 'no.yaml'],
      message: '`no.yaml` cannot be read',
    },
    {
      argv: ['can', 'tag images', '--role', 'a', '--config', 'policies'],
      message: '`policies` is a folder: name the configuration file',
    },
  ])('$argv', async ({ argv, message }) => {
    const { exitCode, stderr } = await runCli(argv, files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a role needs a configuration', async () => {
    const { exitCode, stderr } = await runCli(['can', 'tag images', '--role', 'a'], {});
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no `iamscope.yaml` here');
  });

  test('a role by a name of every object is a role like another', async () => {
    const world = {
      ...files,
      'iamscope.yaml': 'roles: { __proto__: { grants: [{ policy: policies/images.json }] } }',
    };
    expect((await can(['tag images', '--role', '__proto__'], world)).exitCode).toBe(0);
    expect((await runCli(['can', 'tag images', '--role', 'constructor'], world)).exitCode).toBe(2);
  });
});
