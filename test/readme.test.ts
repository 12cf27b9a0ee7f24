import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../src/cli/config/read-config.ts';
import { readYamlDocument } from '../src/cli/files/read-yaml.ts';
import { configCheck } from '../src/cli/files/schema-checks.ts';
import { runCli } from './support/run-cli.ts';
import { testData } from './support/test-data.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/(?:^(?: {4}.*)?\n)+/gm)].map(([block]) =>
  block.replaceAll(/^ {4}/gm, '').trim(),
);

const calls = blocks.flatMap((block) => {
  const [, call, output] = /^\$ iamscope (.+)\n([\s\S]+)$/.exec(block) ?? [];
  return call === undefined || output === undefined ? [] : [{ call, output }];
});

test('the README shows calls with their output', () => {
  expect(calls.map(({ call }) => call.split(' ')[0])).toEqual(['can', 'lint']);
});

test.each(calls)('`iamscope $call` prints what the README shows', async ({ call, output }) => {
  const argv = [...call.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const file = argv.at(-1) ?? '';
  const text = readFileSync(join(root, 'fixtures', file), 'utf8');
  const { stdout } = await runCli(argv, { [file]: text });
  expect(stdout.trim()).toBe(output);
});

test('the configuration of the README is one', () => {
  const text = blocks.find((block) => block.startsWith('extends:')) ?? '';
  expect(Object.keys(parse(text) as object)).toContain('house');
  const alone = text.replace(/^extends:.*\n/, '');
  const config = readConfig('iamscope.yaml', {
    read: () => alone,
    parse: readYamlDocument,
    check: configCheck(() => testData().get('config.schema.json') ?? ''),
    pathOf: (file) => `/${file}`,
  });
  expect([...config.roles.keys()]).toEqual(['image-team']);
});
