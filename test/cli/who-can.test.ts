import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { WhoCanAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schemas = join(import.meta.dirname, '..', '..', 'rules', 'schema');
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
for (const name of ['answer-parts', 'who-can']) {
  ajv.addSchema(JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object);
}

const files = {
  'p/viewer.json': policyText(['ims:*:list', 'ims:*:get']),
  'p/editor.json': policyText(['ims:images:*']),
  'p/locked.json': policyText(['ims:images:*'], ['ims:images:update']),
  'p/package.json': '{"name": "x"}',
  'conditional.json': JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: ['ims:*:*'], Condition: { Bool: { 'g:MFAPresent': ['true'] } } }],
  }),
};

async function whoCan(argv: readonly string[], world: Readonly<Record<string, string>> = files) {
  const { exitCode, stdout, stderr } = await runCli(['who-can', ...argv, '--format', 'json'], world);
  const answer: unknown = JSON.parse(stdout);
  expect(ajv.validate('who-can.schema.json', answer), JSON.stringify(ajv.errors)).toBe(true);
  const { answers } = answer as WhoCanAnswer;
  const found = answers.map((one) => [
    'role' in one ? one.role : `${one.policy}${one.pointer ?? ''}`,
    one.decision,
  ]);
  return { exitCode, stderr, answers, found };
}

describe('who-can asks each policy', () => {
  test('of a folder; what is no policy is left out', async () => {
    expect(await whoCan(['tag images', 'p'])).toMatchObject({
      exitCode: 0,
      stderr: '',
      found: [
        ['p/editor.json', 'allowed'],
        ['p/locked.json', 'denied'],
        ['p/viewer.json', 'not-allowed'],
      ],
    });
  });

  test('about an action', async () => {
    const { found } = await whoCan(['ims:images:update', 'p/editor.json', 'p/viewer.json']);
    expect(found).toEqual([
      ['p/editor.json', 'allowed'],
      ['p/viewer.json', 'not-allowed'],
    ]);
  });

  test.each([
    { paths: ['p/editor.json', 'p/viewer.json'], exitCode: 0 },
    { paths: ['p/locked.json', 'p/viewer.json'], exitCode: 1 },
    { paths: ['conditional.json', 'p/viewer.json'], exitCode: 3 },
  ])('and says with exit code $exitCode what the best answer of $paths is', async ({ paths, exitCode }) => {
    expect((await whoCan(['tag images', ...paths])).exitCode).toBe(exitCode);
  });

  test('with what is known', async () => {
    const asked = await whoCan(['tag images', 'conditional.json', '--context', 'g:MFAPresent=true']);
    expect(asked.found).toEqual([['conditional.json', 'allowed']]);
  });

  test('of a list of roles by itself', async () => {
    const roles = [
      { display_name: 'Editor', type: 'XA', policy: JSON.parse(files['p/editor.json']) as object },
      { display_name: 'Viewer', type: 'XA', policy: JSON.parse(files['p/viewer.json']) as object },
    ];
    const world = { 'roles.json': JSON.stringify({ roles }) };
    const { found, answers } = await whoCan(['tag images', 'roles.json', '--cloud', 'otc'], world);
    expect(found).toEqual([
      ['roles.json/roles/0/policy', 'allowed'],
      ['roles.json/roles/1/policy', 'not-allowed'],
    ]);
    expect(answers[0]).toMatchObject({ displayName: 'Editor' });
    const { stdout } = await runCli(['who-can', 'tag images', 'roles.json'], world);
    expect(stdout).toContain('roles.json#/roles/0/policy (Editor)');
  });

  test('of standard input', async () => {
    const argv = ['who-can', 'tag images', '-', '--stdin-filename', 'role.json'];
    const { exitCode, stdout } = await runCli(argv, {}, files['p/editor.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('allowed      role.json');
  });

  test('of the system', async () => {
    const { found } = await whoCan(['ims:images:list', 'system:ECS ReadOnlyAccess', '--cloud', 'otc']);
    expect(found).toEqual([['system:ECS ReadOnlyAccess', 'allowed']]);
  });
});

describe('a file that cannot be asked', () => {
  test.each([
    { paths: ['p', 'absent.json'], message: '`absent.json` cannot be read: there is no such file' },
    { paths: ['p', 'p/package.json'], message: '`p/package.json` holds no policy' },
    { paths: ['p', 'nothing-*.yml'], message: '`nothing-*.yml` matches no file' },
    { paths: ['p', 'system:Nobody'], message: 'no system policy `Nobody` is known' },
  ])('among $paths does not hide the others', async ({ paths, message }) => {
    const { exitCode, stderr, found } = await whoCan(['tag images', ...paths]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(found).toHaveLength(3);
  });

  test('of a folder changes no exit code when it holds no policy', async () => {
    const { exitCode, stderr } = await whoCan(['tag images', 'p'], { ...files, 'p/z.json': '[]' });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('is conditional when it is broken', async () => {
    const { found } = await whoCan(['tag images', 'b.json'], { 'b.json': '{"Version":"1.1","Statement":[' });
    expect(found).toEqual([['b.json', 'conditional']]);
  });
});

describe('without paths', () => {
  test('each role of the configuration is asked', async () => {
    const config = `roles:
  editors: { grants: [{ policy: p/editor.json }] }
  locked-out: { grants: [{ policy: p/editor.json }, { policy: p/locked.json }] }
`;
    expect((await whoCan(['tag images'], { ...files, 'iamscope.yaml': config })).found).toEqual([
      ['editors', 'allowed'],
      ['locked-out', 'denied'],
    ]);
  });

  test.each([
    { world: files, message: 'there is no `iamscope.yaml` here' },
    { world: { ...files, 'iamscope.yaml': 'cloud: otc' }, message: '`iamscope.yaml` describes no roles' },
  ])('$message', async ({ world, message }) => {
    const { exitCode, stderr } = await runCli(['who-can', 'tag images'], world);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('the answer for people is a table', async () => {
  const { stdout } = await runCli(
    ['who-can', 'tag images', 'p', 'conditional.json', '--cloud', 'otc'],
    files,
  );
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    'tag images',
    '',
    '  allowed      p/editor.json',
    '  denied       p/locked.json     denied `ims:images:update` by p/locked.json:1:103',
    '  not-allowed  p/viewer.json     missing `ims:images:update`',
  ]);
});

test('a question is needed, and has to be about something known', async () => {
  expect((await runCli(['who-can'], files)).stderr).toContain('ask a question');
  expect((await runCli(['who-can', 'tag imaggges', 'p', '--exact'], files)).stderr).toContain(
    'did you mean `tag images`',
  );
});
