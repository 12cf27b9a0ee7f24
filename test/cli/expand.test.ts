import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { ExpandedAnswer } from '../../src/model/expanded.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schema = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../rules/schema', name), 'utf8')) as object;
const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(schema('answer-parts.schema.json'));
const validate = ajv.compile(schema('expand.schema.json'));

async function expand(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const { stdout, ...rest } = await runCli(['expand', ...argv, '--format', 'json'], files);
  const answer = JSON.parse(stdout) as ExpandedAnswer;
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  return { patterns: answer.patterns, ...rest };
}

test('a pattern', async () => {
  const { patterns, exitCode } = await expand(['ims:images:*', '--cloud', 'otc']);
  const [only] = patterns;
  expect(only?.actions.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['ims:images:get', 'ims:images:share', 'ims:images:update']),
  );
  expect(only?.actions.every(({ clouds }) => clouds.includes('otc'))).toBe(true);
  expect(only?.actions.every(({ action }) => action.startsWith('ims:images:'))).toBe(true);
  expect(exitCode).toBe(0);
});

test('the patterns of a policy, each where it is; what is written out is left out', async () => {
  const files = { 'p.json': policyText(['ims:images:get', 'ims:*:list'], ['evs:volumes:*']) };
  const { patterns } = await expand(['p.json'], files);
  expect(patterns.map(({ pattern, at }) => [pattern, at?.effect, at?.pointer])).toEqual([
    ['ims:*:list', 'allow', '/Statement/0/Action/1'],
    ['evs:volumes:*', 'deny', '/Statement/1/Action/0'],
  ]);
  const { stdout } = await runCli(['expand', 'q.json'], { 'q.json': policyText(['ims:images:get']) });
  expect(stdout).toBe('the policy has no patterns: every action is written out\n');
});

test('what covers nothing, and wrong calls, are said', async () => {
  const { patterns, stderr } = await expand(['ims:nothing:*']);
  expect(patterns).toEqual([{ pattern: 'ims:nothing:*', actions: [] }]);
  expect(stderr).toBe('iamscope: `ims:nothing:*` covers no documented action\n');
  for (const argv of [[], ['a:b:*', 'c:d:*'], ['gone.json']])
    expect((await runCli(['expand', ...argv], {})).exitCode).toBe(2);
});

test.each([
  ['ims:*', '`ims:*` is not an action or pattern: an action has three segments'],
  ['*', '`*` is not a pattern, and there is no such file'],
  ['system:IMS ReadOnlyAccess', 'is not published: nobody knows its patterns'],
  ['gone.tf', '`gone.tf` cannot be read'],
])('%s is refused', async (subject, message) => {
  const { exitCode, stderr } = await runCli(['expand', subject], {});
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

test('a near name is said', async () => {
  const { stderr } = await expand(['ims:image:*']);
  expect(stderr).toContain('`ims:image:*` covers no documented action; did you mean `ims:images:*`?');
});

test.each([
  [
    '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:*:get", "ims:*"]}]}',
    'is not read as a pattern',
  ],
  [
    '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:*:get"]}, {"Effect": "allow", "Action": ["ecs:*:*"]}]}',
    'cannot be read as a whole',
  ],
  ['{"Version": "5.0", "Statement": [{"Effect": "Allow", "Action": ["ims:*:get"]}]}', 'Version 5.0'],
])('what may cover more than is shown: %s', async (text, message) => {
  const { patterns, stderr, exitCode } = await expand(['p.json'], { 'p.json': text });
  expect(patterns.map(({ pattern }) => pattern)).toEqual(['ims:*:get']);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(3);
});
