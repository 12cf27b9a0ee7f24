import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/cli/config/config-words.ts';
import { policyText } from '../support/run-cli.ts';
import { runReal, writeFiles } from '../support/run-real.ts';

const scratch = mkdtempSync(join(tmpdir(), 'iamscope-idle-'));
const clean = policyText(['ims:images:list']);
let count = 0;
let folder = scratch;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(scratch, String(++count));
  writeFiles(folder, { '.git/HEAD': '', 'a.json': clean, 'policies/b.json': clean });
});

/** What `lint` says on stderr besides what it finds, in a folder with these files. */
async function said(files: Readonly<Record<string, string>>, argv: readonly string[] = [], below = '') {
  writeFiles(folder, files);
  const { exitCode, stderr } = await runReal(['lint', ...argv], join(folder, below));
  return { exitCode, lines: stderr === '' ? [] : stderr.trimEnd().split('\n') };
}

const unknownKey = 'unknown key `clod`; did you mean `cloud`?';

describe('`iamscope.yml`', () => {
  test('is read like `iamscope.yaml`, from a folder below too, and is not a policy', async () => {
    const file = { 'iamscope.yml': 'clod: otc\n' };
    expect(await said(file)).toEqual({ exitCode: 2, lines: [`iamscope: iamscope.yml:1: ${unknownKey}`] });
    expect(await said({}, [], 'policies')).toEqual({
      exitCode: 2,
      lines: [`iamscope: ../iamscope.yml:1: ${unknownKey}`],
    });
    const { stdout } = await runReal(['lint', '--no-config'], folder);
    expect(stdout).toBe('nothing found in 2 policies\n');
  });

  test('beside `iamscope.yaml` is one too many', async () => {
    const both = { 'iamscope.yml': '', 'iamscope.yaml': '' };
    expect(await said(both)).toEqual({
      exitCode: 2,
      lines: ['iamscope: `iamscope.yaml` and `iamscope.yml` are both there: keep one of them'],
    });
    expect(await said({}, ['--config', 'iamscope.yml'])).toEqual({ exitCode: 0, lines: [] });
    expect(await said({}, ['--no-config'])).toEqual({ exitCode: 0, lines: [] });
    expect((await said({}, [], 'policies')).lines[0]).toContain(
      '`../iamscope.yaml` and `../iamscope.yml` are both',
    );
    expect(await said({ 'policies/iamscope.yml': '' }, [], 'policies')).toEqual({ exitCode: 0, lines: [] });
  });

  test('is kept by `init`, which writes over it where it may', async () => {
    writeFiles(folder, { 'iamscope.yml': 'cloud: otc\n' });
    expect(await runReal(['init'], folder)).toMatchObject({
      exitCode: 2,
      stderr: 'iamscope: there is an `iamscope.yml` already; --force writes over it\n',
    });
    const { exitCode, stdout } = await runReal(['init', '--force'], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('wrote iamscope.yml.');
    expect(readFileSync(join(folder, 'iamscope.yml'), 'utf8')).toContain('cloud: any');
  });
});

describe('a file with nearly the name of a configuration', () => {
  test.each([
    ['.iamscope.yaml', 'cloud: otc\n'],
    ['.iamscope.yml', 'rules:\n  deny-only-policy: off\n'],
    ['iamscope.json', '{"rules": {"deny-only-policy": "off"}}'],
    ['.iamscope.json', '{\n  "cloud": "otc"\n}'],
    ['Iamscope.yaml', 'cloud: otc\n'],
    ['iamscope.YML', 'exclude: [x]\n'],
    ['.iamscoperc', 'cloud: otc\n'],
    ['.iamscoperc.json', '{"cloud":"otc"}'],
    ['iamscope.config.json', '{"cloud":"otc"}'],
    ['iamscope.toml', '[rules]\ndeny-only-policy = "off"\n'],
    ['iam-scope.yaml', 'cloud: otc\n'],
    ['_iamscope.yaml', 'cloud: otc\n'],
  ])('is told: %s', async (name, text) => {
    const line = `iamscope: \`${name}\` is not read: a configuration has the name \`iamscope.yaml\``;
    expect(await said({ [name]: text })).toEqual({ exitCode: 0, lines: [line] });
    expect(await said({}, ['--quiet'])).toEqual({ exitCode: 0, lines: [] });
    expect(await said({}, ['--no-config'])).toEqual({ exitCode: 0, lines: [] });
    const below = await runReal(['can', 'ims:images:list', 'b.json'], join(folder, 'policies'));
    expect(below.stderr).toBe(`${line.replace(name, `../${name}`)}\n`);
  });

  test('is told beside the one that is read', async () => {
    expect(await said({ '.iamscope.yaml': 'cloud: otc\n', 'iamscope.yml': 'cloud: hwc\n' })).toEqual({
      exitCode: 0,
      lines: ['iamscope: `.iamscope.yaml` is not read: the configuration is `iamscope.yml`'],
    });
  });

  test.each([
    ['iamscope.json', '{\n  "schemaVersion": 1,\n  "cloud": "any",\n  "scope": "project"\n}\n'],
    ['iamscope.json', clean],
    ['iamscope.yaml.md', 'cloud: otc\n'],
    ['iamscope', 'cloud: otc\n'],
    ['iamscope-baseline.json', '{"schemaVersion":1,"findings":[]}'],
    ['.iamscope.yaml/x', ''],
    ['.iamscope.yaml', ''],
    ['.iamscope.yaml', `${'\n'.repeat(60_000)} ${','.repeat(4000)}`],
  ])('is not told where it is something else: %s', async (name, text) => {
    expect(await said({ [name]: text })).toEqual({ exitCode: 0, lines: [] });
  });
});

describe('settings that match nothing', () => {
  test.each([
    { config: 'exclude: [generatd/]', said: ['1: `generatd/` in `exclude` matches nothing'] },
    { config: 'exclude:\n  - policies/*.yaml', said: ['1: `policies/*.yaml` in `exclude` matches nothing'] },
    { config: 'exclude: [policies/, legacy]', said: ['1: `legacy` in `exclude` matches nothing'] },
    {
      config: 'exclude: [policies/, "!policies/c.json"]',
      said: ['1: `policies/c.json` in `exclude` matches nothing'],
    },
    { config: 'include: ["*.json", policy/]', said: ['1: `policy/` in `include` matches nothing'] },
    { config: 'include: ["*.json", "*.jsn"]', said: ['1: `*.jsn` in `include` matches nothing'] },
    {
      config: 'cloud: otc\noverrides:\n  - files: draft/\n    rules: { unknown-action: info }',
      said: ['3: `draft/` in `overrides` matches nothing'],
    },
    {
      config: 'house:\n  service-not-listed:\n    - { services: [ims], files: [a.json, z.json], reason: x }',
      said: ['3: `z.json` in `service-not-listed` matches nothing'],
    },
    {
      config: 'exclude: ["policies\\\\*.json"]',
      said: ['1: `policies\\*.json` in `exclude` matches nothing: folders are separated by `/`'],
    },
    {
      config: 'exclude: [policies/]\ninclude: ["*.json"]\noverrides: [{ files: a.json, rules: {} }]',
      said: [],
    },
    { config: 'exclude: [dist/, "*.tmp.json", out/x.json]', said: [] },
    { config: 'exclude: [../elsewhere/]', said: [] },
  ])('$config', async ({ config, said: expected }) => {
    const lines = expected.map((line) => `iamscope: iamscope.yaml:${line}`);
    expect(await said({ 'iamscope.yaml': config, '.gitignore': 'dist/\n*.tmp.json\nout\n' })).toEqual({
      exitCode: 0,
      lines,
    });
    expect(await said({}, ['--quiet', '--max-warnings', '0'])).toEqual({ exitCode: 0, lines: [] });
    // A hook looks at some files of many.
    expect(await said({}, ['a.json'])).toEqual({ exitCode: 0, lines: [] });
  });

  test('what is extended is for others too', async () => {
    const files = { 'iamscope.yaml': 'extends: shared.yaml', 'shared.yaml': 'exclude: [nowhere/]' };
    expect(await said(files)).toEqual({ exitCode: 0, lines: [] });
  });
});

describe('settings with a backslash', () => {
  test.each([
    { setting: 'exclude', config: 'exclude: ["policies\\\\old"]' },
    { setting: 'include', config: 'include: ["*.json", "policies\\\\old"]' },
    { setting: 'overrides', config: 'overrides: [{ files: "policies\\\\old", rules: {} }]' },
    {
      setting: 'suppressions',
      config: 'suppressions: [{ files: "policies\\\\old", rule: unknown-action, reason: x }]',
    },
  ])('are told, whatever is looked at: $setting', async ({ setting, config }) => {
    const line = `iamscope: iamscope.yaml:1: \`policies\\old\` in \`${setting}\` holds a backslash, which separates no folders: write \`policies/old\``;
    expect(await said({ 'iamscope.yaml': config }, ['a.json'])).toEqual({ exitCode: 0, lines: [line] });
    // Where everything is looked at, it is not said once more that they match nothing; unused suppressions are warnings.
    expect((await said({})).lines.filter((one) => !one.startsWith('iamscope: warning: '))).toEqual([line]);
    writeFiles(folder, { 'iamscope.yaml': '', 'shared.yaml': config, 'top.yaml': 'extends: shared.yaml' });
    expect((await said({}, ['a.json', '--config', 'top.yaml'])).lines).toEqual([
      line.replace('iamscope.yaml', 'shared.yaml'),
    ]);
  });

  test('are none where it takes the meaning of the character after it', async () => {
    writeFiles(folder, { 'p/[x].json': clean, 'p/a b*.json': clean });
    expect(await said({ 'iamscope.yaml': 'exclude: ["p/\\\\[x].json", "p/a\\\\ b\\\\*.json"]' })).toEqual({
      exitCode: 0,
      lines: [],
    });
  });

  test.each([
    ['{1..99999}', '`{1..99999}` stands for more than 1000 names'],
    ['{a/,b/}'.repeat(11), 'its braces stand for more than 1000 paths'],
  ])('a glob that cannot be understood is refused: %s', async (glob, fault) => {
    expect(
      await said({ 'iamscope.yaml': `cloud: otc\noverrides: [{ files: "${glob}", rules: {} }]` }),
    ).toEqual({
      exitCode: 2,
      lines: [`iamscope: iamscope.yaml:2: \`${glob}\` in \`overrides\` is not understood: ${fault}`],
    });
  });

  test('globs that mean harm are done soon', async () => {
    const long = `${'a'.repeat(200)}.json`;
    const globs = ['*a*a*a*a*a*ab', `${'**/a/'.repeat(100)}b`, `${'{a,*}'.repeat(60)}b`];
    writeFiles(folder, { [long]: clean, 'iamscope.yaml': `exclude: ${JSON.stringify(globs)}` });
    expect((await said({}, [long])).exitCode).toBe(0);
    expect((await said({}, ['.', 'q*a*a*a*a*a*a*a*ab'])).exitCode).toBe(2);
  });
});

describe('a role that names what is not there', () => {
  const config =
    'roles:\n  team:\n    grants:\n      - policy: policies/b.json\n      - policy: policies/gone.json\n      - policy: policies\n      - policy: "system:IMS ReadOnlyAccess"\n';

  test('is told by lint', async () => {
    expect(await said({ 'iamscope.yaml': config }, ['a.json'])).toEqual({
      exitCode: 0,
      lines: [
        'iamscope: iamscope.yaml:5: role `team` names `policies/gone.json`, but there is no such file',
        'iamscope: iamscope.yaml:6: role `team` names `policies`, but that is not a file',
      ],
    });
  });

  test('makes a question about it fail, with file and line', async () => {
    writeFiles(folder, { 'iamscope.yaml': config });
    for (const argv of [
      ['can', 'ims:images:list', '--role', 'team'],
      ['who-can', 'ims:images:list'],
    ]) {
      expect(await runReal(argv, folder)).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: 'iamscope: iamscope.yaml:5: `policies/gone.json` cannot be read: there is no such file\n',
      });
    }
  });
});

describe('what the schema refuses', () => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../rules/schema/config.schema.json'), 'utf8'),
  ) as object;

  /** Every keyword of the schema that can refuse something. */
  function keywordsIn(value: unknown, found = new Set<string>()): Set<string> {
    if (typeof value !== 'object' || value === null) return found;
    for (const [key, inner] of Object.entries(value)) {
      found.add(key);
      const named = key === 'properties' || key === '$defs';
      for (const one of named ? Object.values(inner as object) : [inner]) keywordsIn(one, found);
    }
    return found;
  }

  const silent = [
    '$schema',
    '$id',
    '$ref',
    '$defs',
    'title',
    'description',
    'examples',
    'properties',
    'items',
  ];
  const params: Readonly<Record<string, object>> = {
    additionalProperties: { additionalProperty: 'x' },
    required: { missingProperty: 'x' },
    dependentRequired: { missingProperty: 'x', property: 'y' },
    enum: { allowedValues: ['a'] },
    const: { allowedValue: true },
    maxLength: { limit: 5 },
    minimum: { limit: 1 },
  };
  const keywords = [...keywordsIn(schema)].filter(
    (key) => !silent.includes(key) && !/^\d+$|^values$/u.test(key),
  );

  test.each(keywords)('is said in words of ours: %s', (keyword) => {
    const error = {
      keyword,
      instancePath: '/a/0',
      schemaPath: '',
      params: params[keyword] ?? {},
      parentSchema: { properties: { x: {} }, type: 'string', examples: ['e'] },
      data: 'v',
      message: 'AJV',
    };
    const words = wordsOf(error as ErrorObject);
    expect(words).toMatch(/^(?:`a\.0`|unknown key)/u);
    expect(words).not.toMatch(/AJV|undefined|as the schema/u);
  });

  test.each([
    [`exclude: ["${'x'.repeat(1001)}"]`, '`exclude.0` must not have more than 1000 characters'],
    [
      'roles: { a: { grants: [{ policy: x, scope: {} }] } }',
      '`roles.a.grants.0.scope` has to have exactly one of',
    ],
    ['baseline: [x]', '`baseline` has to be a text'],
    ['- cloud', 'the configuration has to be a mapping (`key: value`)'],
    ['cloud: 7', '`cloud` has to be one of any, hwc, otc'],
    [
      'house: { required-condition: [{ actions: ["ims:*:*"], key: "g:MFAPresent", operator: Bool, values: [{}], reason: x }] }',
      '`house.required-condition.0.values.0` has to be a text or a number or true or false',
    ],
  ])('%s', async (config, words) => {
    const { exitCode, lines } = await said({ 'iamscope.yaml': config });
    expect(exitCode).toBe(2);
    expect(lines).toEqual([expect.stringContaining(words)]);
  });
});
