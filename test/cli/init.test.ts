import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startingConfig } from '../../src/cli/config/starting-config.ts';
import { main } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const root = join(import.meta.dirname, '../..');
const schema = readFileSync(join(root, 'rules/schema/config.schema.json'), 'utf8');
const installedSchema = 'node_modules/iamscope/rules/schema/config.schema.json';
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(schema) as object);

async function init(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = fakeIo(files);
  const exitCode = await main(['init', ...argv], io);
  return { exitCode, stdout: io.stdout(), stderr: io.stderr(), written: io.written };
}

interface Hook {
  readonly description?: string;
  readonly entry: string;
}

/** The hook that `init` proposes. */
function hookOf(stdout: string): Hook {
  const text = stdout.slice(stdout.indexOf('repos:')).split('\n\n', 1)[0] ?? '';
  return (parse(text) as { repos: [{ hooks: [Hook] }] }).repos[0].hooks[0];
}

describe('iamscope init', () => {
  test('writes a configuration that is right, and says what comes next', async () => {
    const { exitCode, stdout, stderr, written } = await init(['--cloud', 'otc'], {
      'a/b.json': policyText(['ims:images:get']),
      'c.yaml': 'Version: "1.1"\nStatement: [{Effect: Allow, Action: [ims:images:get]}]\n',
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

  test('its hook is the published one, run as a program that is there already', async () => {
    const published = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as object[];
    const { description: _, ...hook } = published[0] as Hook;
    expect(hookOf((await init([])).stdout)).toEqual({ ...hook, language: 'system' });
    const installed = await init([], { [installedSchema]: '{}' });
    expect(hookOf(installed.stdout).entry).toBe('node_modules/.bin/iamscope lint');
    expect(installed.stdout).toContain('  npx iamscope lint\n');
  });

  test('writes over nothing unless told to', async () => {
    const refused = await init([], { 'iamscope.yaml': 'cloud: otc' });
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toBe('iamscope: there is an `iamscope.yaml` already; --force writes over it\n');
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
    const { written } = await init([], { [installedSchema]: '{}' });
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
    Object.keys((JSON.parse(schema) as { properties: object }).properties).sort(),
  );
  expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
  const world = {
    'iamscope.yaml': text,
    '../shared/iamscope.yaml': '',
    'iamscope-baseline.json': '{"schemaVersion":1,"findings":[]}',
    'policies/images.json': policyText(['ims:images:paint']),
  };
  expect((await runCli(['lint', '--format', 'compact'], world)).stdout).toBe('');
});
