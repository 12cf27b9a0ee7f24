import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/cli/run.ts';
import { startingConfig } from '../../src/cli/starting-config.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schema = readFileSync(join(import.meta.dirname, '../../rules/schema/config.schema.json'), 'utf8');
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(schema) as object);

async function init(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = fakeIo(files);
  const exitCode = await main(['init', ...argv], io);
  return { exitCode, stdout: io.stdout(), stderr: io.stderr(), written: io.written };
}

describe('iamscope init', () => {
  test('writes a configuration that is right, and says what comes next', async () => {
    const { exitCode, stdout, stderr, written } = await init(['--cloud', 'otc'], {
      'a/b.json': policyText(['ims:images:get']),
      'c.json': policyText(['ims:images:get']),
      'package.json': '{}',
    });
    expect({ exitCode, stderr, files: [...written.keys()] }).toEqual({
      exitCode: 0,
      stderr: '',
      files: ['iamscope.yaml'],
    });
    expect(stdout).toContain('There are 2 policies below this folder, in 2 files.');
    expect(parse(written.get('iamscope.yaml') ?? '')).toEqual({ cloud: 'otc' });
    const world = {
      'iamscope.yaml': written.get('iamscope.yaml') ?? '',
      'a.json': policyText(['ims:images:get']),
    };
    expect(await runCli(['lint'], world)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('its hook is YAML that runs lint', async () => {
    const { stdout } = await init([]);
    const hooks = parse(stdout.slice(stdout.indexOf('repos:'))) as {
      repos: [{ hooks: [{ entry: string; language: string }] }];
    };
    expect(hooks.repos[0].hooks[0]).toMatchObject({ entry: 'iamscope lint', language: 'system' });
  });

  test('writes over nothing unless told to', async () => {
    const refused = await init([], { 'iamscope.yaml': 'cloud: otc' });
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toBe('iamscope: there is a `iamscope.yaml` already; --force writes over it\n');
    expect(refused.written.size).toBe(0);
    expect(await init(['--force'], { 'iamscope.yaml': 'wrong: otc' })).toMatchObject({ exitCode: 0 });
  });

  test('takes no path', async () => {
    expect(await init(['policies'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('takes no path'),
    });
  });

  test('names the schema to editors where it is installed', async () => {
    const path = 'node_modules/iamscope/rules/schema/config.schema.json';
    const { written } = await init([], { [path]: '{}' });
    expect(written.get('iamscope.yaml')).toMatch(
      /^# yaml-language-server: \$schema=node_modules\/iamscope\//,
    );
  });
});

test('every example in the configuration is right once it is no comment', async () => {
  const text = startingConfig({ cloud: 'any', schema: undefined })
    .split('\n')
    .map((line) => (/^# {3}|^# [a-z]+:(?: [[a-z]|$)/.test(line) ? line.slice(2) : line))
    .join('\n');
  const config = parse(text) as object;
  expect(Object.keys(config).sort()).toEqual(
    Object.keys((JSON.parse(schema) as { properties: object }).properties)
      .filter((key) => !['extends', 'scope', 'house'].includes(key))
      .sort(),
  );
  expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
  const world = {
    'iamscope.yaml': text,
    'iamscope-baseline.json': '{"schemaVersion":1,"findings":[]}',
    'policies/images.json': policyText(['ims:images:paint']),
  };
  expect((await runCli(['lint', '--format', 'compact'], world)).stdout).toBe('');
});
