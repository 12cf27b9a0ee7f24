import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CanAnswer, WhoCanAnswer } from '../../src/model/answer.ts';
import type { ChoicesAnswer } from '../../src/model/understood.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schemas = ['answer-parts', 'can', 'who-can', 'choices'].map(
  (name) =>
    JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'rules', 'schema', `${name}.schema.json`), 'utf8'),
    ) as object,
);
const ajv = new Ajv2020({ schemas, allowUnionTypes: true });
const fits = (schema: string, value: unknown) =>
  expect(ajv.validate(`${schema}.schema.json`, value), JSON.stringify(ajv.errors)).toBe(true);

const files = {
  'vpc.json': policyText(['vpc:vpcs:create']),
  'reader.json': policyText(['obs:object:GetObject']),
  'copier.json': policyText(['obs:object:GetObject', 'obs:object:PutObject']),
  'starter.json': policyText(['ecs:cloudServers:start']),
  'denied.json': policyText(['*:*:*'], ['vpc:subnets:create']),
};
const run = (...argv: string[]) => runCli(argv, files);

describe('the first line says what was understood', () => {
  test('pretty', async () => {
    const { stdout, exitCode } = await run('can', 'create a VPC', 'vpc.json');
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'understood as: create vpc (vpc)',
      'allowed  create a VPC',
    ]);
    expect(exitCode).toBe(0);
  });

  test('with what else the words mean, and misspelt ones', async () => {
    const { stdout } = await run('can', 'creat a topic', 'vpc.json');
    expect(stdout.split('\n')[0]).toBe(
      'understood as: create topic (smn); read as creat: create; also means something in dms: name the service for those',
    );
  });

  test('markdown', async () => {
    const { stdout } = await run('can', 'create vpc', 'vpc.json', '-f', 'markdown');
    expect(stdout.split('\n')[0]).toBe('understood as: create vpc \\(vpc\\)');
    const asked = await run('who-can', 'create vpc', 'vpc.json', '-f', 'markdown');
    expect(asked.stdout.split('\n')[0]).toBe('understood as: create vpc \\(vpc\\)');
  });

  test('who-can and explain', async () => {
    expect((await run('who-can', 'create vpc', 'vpc.json')).stdout.split('\n')[0]).toBe(
      'understood as: create vpc (vpc)',
    );
    expect((await run('explain', 'create vpc')).stdout.split('\n')[0]).toBe(
      'understood as: create vpc (vpc)',
    );
    expect((await run('explain', 'create vpc')).stdout).toContain('POST /v1/{project_id}/vpcs');
  });

  test('csv has no place for it: on stderr', async () => {
    for (const command of ['can', 'who-can']) {
      const { stdout, stderr } = await run(command, 'create vpc', 'vpc.json', '-f', 'csv');
      expect(stderr).toBe('understood as: create vpc (vpc)\n');
      expect(stdout).not.toContain('understood');
    }
  });
});

describe('as JSON', () => {
  test('can', async () => {
    const { stdout, stderr } = await run('can', 'create vpc', 'vpc.json', '-f', 'json');
    const answer = JSON.parse(stdout) as CanAnswer;
    expect(stderr).toBe('');
    fits('can', answer);
    expect(answer.query).toEqual({
      text: 'create vpc',
      kind: 'meaning',
      understoodAs: { verb: 'create', things: ['vpc'], service: 'vpc', apis: ['POST /v1/{project_id}/vpcs'] },
    });
  });

  test('who-can', async () => {
    const { stdout } = await run('who-can', 'create vpc', 'vpc.json', 'reader.json', '-f', 'json');
    const answer = JSON.parse(stdout) as WhoCanAnswer;
    fits('who-can', answer);
    expect(answer.query.understoodAs?.service).toBe('vpc');
    expect(answer.answers.map(({ decision }) => decision)).toEqual(['allowed', 'not-allowed']);
  });

  test('choices go to stdout, the words to stderr, exit code 2', async () => {
    const { stdout, stderr, exitCode } = await run('can', 'delete a cluster', 'vpc.json', '-f', 'json');
    const answer = JSON.parse(stdout) as ChoicesAnswer;
    expect(exitCode).toBe(2);
    fits('choices', answer);
    expect(answer.query).toEqual({ text: 'delete a cluster' });
    expect(answer.choices[0]).toEqual({
      query: 'delete cluster in cce',
      service: 'cce',
      apis: ['DELETE /api/v3/projects/{project_id}/clusters/{cluster_id}'],
    });
    expect(stderr).toContain('it may mean:');
  });

  test('so do they where there are none', async () => {
    const { stdout, exitCode } = await run('can', 'make coffee', 'vpc.json', '-f', 'json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, query: { text: 'make coffee' }, choices: [] });
  });
});

test('choices are commands to paste, with the policies, and a pointer to the search', async () => {
  const { stderr, stdout, exitCode } = await run('who-can', 'delete a cluster', 'vpc.json', 'reader.json');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  expect(lines[0]).toBe('iamscope: `delete a cluster` is not a known task, API or action; it may mean:');
  expect(lines[1]).toBe('  iamscope who-can "delete cluster in cce" vpc.json reader.json');
  expect(lines.at(-1)).toMatch(/^ {2}`iamscope catalogue search .*` finds APIs and actions$/u);
  expect(lines.length).toBeLessThanOrEqual(7);
});

describe('--exact', () => {
  test.each(['can', 'who-can'])('%s takes no plain words', async (command) => {
    const { exitCode, stderr } = await run(command, 'create vpc', 'vpc.json', '--exact');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('`create vpc` is not a known task, API or action');
  });

  test('explain', async () => {
    expect((await run('explain', 'create vpc', '--exact')).exitCode).toBe(2);
    expect((await run('explain', 'tag images', '--exact')).exitCode).toBe(0);
  });
});

describe('several things at once', () => {
  test('all of them are needed', async () => {
    const both = policyText(['vpc:vpcs:create', 'vpc:subnets:create']);
    const question = 'create a vpc and a subnet';
    expect((await runCli(['can', question, 'p'], { p: both })).exitCode).toBe(0);
    expect((await run('can', question, 'vpc.json')).exitCode).toBe(1);
    expect((await run('can', question, 'denied.json')).stdout).toContain('denied  create a vpc and a subnet');
  });

  test('an API and an action do not go together: they are offered apart', async () => {
    const { exitCode, stderr } = await run('can', 'create a vpc and a bucket', 'vpc.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('create vpc in vpc');
    expect(stderr).toContain('create bucket in obs');
  });
});

describe('one of several ways is enough', () => {
  test('and the answer says which', async () => {
    const { stdout } = await run('can', 'start a server', 'starter.json', '--cloud', 'hwc');
    expect(stdout).toContain(
      'one of these ways is enough; allowed: POST /v1/{project_id}/cloudservers/action (ecs:cloudServers:start)',
    );
  });

  test('of actions without an API too', async () => {
    expect((await run('can', 'read an object', 'reader.json')).exitCode).toBe(0);
    expect((await run('can', 'copy objects', 'reader.json')).exitCode).toBe(1);
    expect((await run('can', 'copy objects', 'copier.json')).exitCode).toBe(0);
    const { stdout } = await run('can', 'copy objects', 'reader.json', '-f', 'json');
    const answer = JSON.parse(stdout) as CanAnswer;
    fits('can', answer);
    expect(answer.ways).toEqual([[0, 1]]);
    expect('actions' in answer && answer.actions.map(({ decision }) => decision)).toEqual([
      'allowed',
      'not-allowed',
    ]);
  });

  test('--suggest and --explain know them', async () => {
    const { stdout } = await run(
      'can',
      'copy objects',
      'reader.json',
      '--suggest',
      '--explain',
      '-f',
      'json',
    );
    const answer = JSON.parse(stdout) as CanAnswer;
    expect(JSON.stringify(answer.suggestion?.policies)).toContain('obs:object:PutObject');
    expect(answer.trace?.map(({ action }) => action)).toEqual([
      'obs:object:GetObject',
      'obs:object:PutObject',
    ]);
    const plain = await run('can', 'create vpc', 'reader.json', '--suggest', '-f', 'json');
    expect(JSON.stringify((JSON.parse(plain.stdout) as CanAnswer).suggestion?.policies)).toContain(
      'vpc:vpcs:create',
    );
  });
});

test('words without quotes are put together', async () => {
  const { stderr, exitCode } = await run('can', 'create', 'vpc', 'vpc.json');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('put the question in quotes: `"create vpc"`');
});

test('--service says which of several is meant', async () => {
  const { stdout } = await run('can', 'delete a cluster', 'vpc.json', '--service', 'css');
  expect(stdout.split('\n')[0]).toBe('understood as: delete cluster (css)');
});

test.each([
  '__proto__',
  'constructor prototype',
  'create __proto__',
  `create ${'vpc '.repeat(2000)}`,
  `创建${'云服务器'.repeat(2000)}`,
  'delete \u202e egami',
  'create vpc \u0000',
  '"; rm -rf / "',
  '$(reboot) server',
])('hostile words are refused or answered, not choked on: %j', async (question) => {
  const { exitCode } = await run('can', question.slice(0, 5000), 'vpc.json');
  expect([0, 1, 2, 3]).toContain(exitCode);
});
