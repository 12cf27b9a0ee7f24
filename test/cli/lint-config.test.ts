import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/run.ts';
import type { LintReport } from '../../src/model/finding.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schemas = join(import.meta.dirname, '../../rules/schema');
const readSchema = (name: string) =>
  JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object;
const ajv = new Ajv2020({ strict: true });
const isOutput = ajv.compile(readSchema('lint-output'));
const isBaseline = ajv.compile(readSchema('baseline'));

const syntaxError = policyText(['ims:images:lst']);
const capital = policyText(['IMS:images:get']);

/** Findings by file, as `file rule severity`; suppressed ones with their reason. */
async function lint(files: Readonly<Record<string, string>>, argv: readonly string[] = []) {
  const { exitCode, stdout, stderr } = await runCli(['lint', ...argv, '--format', 'json'], files);
  const report = JSON.parse(stdout) as LintReport;
  expect(isOutput(report), JSON.stringify(isOutput.errors)).toBe(true);
  const found = report.findings.map(
    ({ file, rule, severity, suppressed }) =>
      `${file} ${rule} ${severity}${suppressed === undefined ? '' : `: ${suppressed.reason}`}`,
  );
  return { exitCode, found, stderr, report };
}

describe('levels of rules', () => {
  const files = { 'a.json': syntaxError, 'x/b.json': syntaxError, 'x/c.json': capital };
  test.each([
    { config: '', argv: [], found: ['a error', 'x/b error', 'x/c warning'], exitCode: 1 },
    { config: 'rules: { unknown-action: off }', argv: [], found: ['x/c warning'], exitCode: 0 },
    {
      config: 'rules: { unknown-action: warning }',
      argv: [],
      found: ['a warning', 'x/b warning', 'x/c warning'],
      exitCode: 0,
    },
    {
      config: 'overrides: [{ files: x, rules: { unknown-action: info, uppercase-service: error } }]',
      argv: [],
      found: ['a error', 'x/b info', 'x/c error'],
      exitCode: 1,
    },
    {
      config:
        'overrides: [{ files: x, rules: { unknown-action: info } }, { files: [b.json, q], rules: { unknown-action: on } }]',
      argv: [],
      found: ['a error', 'x/b error', 'x/c warning'],
      exitCode: 1,
    },
    {
      config: 'overrides: [{ files: x, rules: { unknown-action: info } }]',
      argv: ['--rule', 'unknown-action=warning', '--rule', 'uppercase-service=off'],
      found: ['a warning', 'x/b warning'],
      exitCode: 0,
    },
    { config: '', argv: ['--only', 'uppercase-service'], found: ['x/c warning'], exitCode: 0 },
    {
      config: 'rules: { uppercase-service: off }',
      argv: ['--only', 'uppercase-service, duplicate-action'],
      found: ['x/c warning'],
      exitCode: 0,
    },
    {
      config: 'rules: { uppercase-service: info }',
      argv: ['--only', 'uppercase-service', '--only', 'unknown-action'],
      found: ['a error', 'x/b error', 'x/c info'],
      exitCode: 1,
    },
    {
      config: 'overrides: [{ files: x, rules: { uppercase-service: off } }]',
      argv: ['--only', 'uppercase-service'],
      found: [],
      exitCode: 0,
    },
  ])('$config $argv: $found', async ({ config, argv, found, exitCode }) => {
    const run = await lint({ ...files, 'iamscope.yaml': config }, argv);
    const short = run.found.map((text) => text.replace(/\.json \S+/u, ''));
    expect({ found: short, exitCode: run.exitCode }).toEqual({ found, exitCode });
  });

  test('of what is extended the nearer file wins, overrides included', async () => {
    const world = {
      ...files,
      'iamscope.yaml': 'extends: base.yaml\nrules: { unknown-action: warning }',
      'base.yaml': 'overrides: [{ files: x, rules: { unknown-action: off, uppercase-service: error } }]',
    };
    expect((await lint(world)).found).toEqual([
      'a.json unknown-action warning',
      'x/b.json unknown-action warning',
      'x/c.json uppercase-service error',
    ]);
  });

  test.each([
    {
      argv: ['--rule', 'unknown-acton=off'],
      message: 'unknown rule `unknown-acton`; did you mean `unknown-action`?',
    },
    {
      argv: ['--only', 'nonsense'],
      message: 'unknown rule `nonsense`; `iamscope explain --list` shows them all',
    },
    { argv: ['--only', 'unknown-action,'], message: '`--only`: unknown rule ``' },
    { argv: ['--rule', 'unknown-action'], message: 'say `--rule unknown-action=level`' },
    { argv: ['--rule', 'unknown-action=eror'], message: 'did you mean `unknown-action=error`?' },
    { argv: ['--rule', 'unknown-action=a=b'], message: 'cannot be `unknown-action=a=b`' },
    { argv: ['--max-warnings', 'many'], message: '`--max-warnings` needs a number, not `many`' },
    { argv: ['--max-warnings', '1.5'], message: 'needs a number' },
  ])('$argv is refused in words', async ({ argv, message }) => {
    const { exitCode, stderr, stdout } = await runCli(['lint', 'a.json', ...argv], files);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test.each([
  { argv: ['--max-warnings', '1'], exitCode: 0 },
  { argv: ['--max-warnings', '0'], exitCode: 1 },
  { argv: ['--max-warnings', '0', '--fail-on', 'never'], exitCode: 1 },
  { argv: ['--max-warnings', '0', '--quiet'], exitCode: 1 },
])('one warning with $argv: exit code $exitCode', async ({ argv, exitCode }) => {
  const run = await runCli(['lint', 'a.json', ...argv], { 'a.json': capital });
  expect(run.exitCode).toBe(exitCode);
  expect(run.stderr.includes('iamscope: 1 warning, and --max-warnings is 0\n')).toBe(exitCode === 1);
});

describe('files', () => {
  const files = {
    'a.json': syntaxError,
    'old/b.json': syntaxError,
    'old/c.json': syntaxError,
    'd.policy': syntaxError,
  };
  test.each([
    { config: '', argv: [], found: ['a.json', 'old/b.json', 'old/c.json'] },
    { config: 'exclude: [old]', argv: [], found: ['a.json'] },
    { config: 'exclude: [old/b.json]', argv: ['old'], found: ['old/c.json'] },
    { config: 'exclude: [old]', argv: ['old/b.json', 'a.json'], found: ['a.json'] },
    { config: 'exclude: [old]', argv: ['./old/b.json', '/home/tree/old/c.json'], found: [] },
    { config: 'exclude: [old, "!old/c.json"]', argv: [], found: ['a.json', 'old/c.json'] },
    { config: 'exclude: [old]\nextends: e.yaml', argv: [], found: [] },
    { config: 'include: ["*.policy"]', argv: [], found: ['d.policy'] },
    { config: 'include: ["*.policy", old]', argv: [], found: ['d.policy', 'old/b.json', 'old/c.json'] },
    { config: 'include: [old]', argv: ['a.json'], found: ['a.json'] },
    { config: 'include: [old]\nexclude: [c.json]', argv: ['.'], found: ['old/b.json'] },
  ])('$config $argv: $found', async ({ config, argv, found }) => {
    const run = await lint({ ...files, 'e.yaml': 'exclude: [a.json]', 'iamscope.yaml': config }, argv);
    expect(run.report.findings.map(({ file }) => file)).toEqual(found);
  });

  test('a named file that is excluded is told, and is no fault', async () => {
    const world = { ...files, 'iamscope.yaml': 'exclude: [old]' };
    const one = await runCli(['lint', 'old/b.json'], world);
    expect(one).toMatchObject({ exitCode: 0, stdout: 'no policy found\n' });
    expect(one.stderr).toBe('iamscope: `old/b.json` is left alone: `iamscope.yaml` excludes it\n');
    const two = await runCli(['lint', 'old/b.json', 'old/c.json'], world);
    expect(two.stderr).toContain('`old/b.json` and 1 more are left alone');
    expect((await runCli(['lint', 'old/b.json', '-q'], world)).stderr).toBe('');
  });

  test('standard input is excluded by its name', async () => {
    const argv = ['lint', '-', '--stdin-filename', 'old/x.json', '--format', 'compact'];
    const excluded = await runCli(argv, { 'iamscope.yaml': 'exclude: [old]' }, syntaxError);
    expect(excluded).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await runCli(argv, {}, syntaxError)).stdout).toContain('old/x.json:1:');
  });

  test('who-can asks what lint looks at in folders', async () => {
    const argv = ['who-can', 'ims:images:get', '.', '--format', 'json'];
    const { stdout } = await runCli(argv, { ...files, 'iamscope.yaml': 'exclude: [old]' });
    expect((JSON.parse(stdout) as { answers: { policy: string }[] }).answers).toMatchObject([
      { policy: 'a.json' },
    ]);
  });

  test('globs are relative to the configuration, wherever it is found', async () => {
    const world = { ...files, '../.git/HEAD': '', '../iamscope.yaml': 'exclude: [tree/old, a.json]' };
    expect((await lint(world)).found).toEqual([]);
    const named = { ...files, 'etc/team.yaml': 'exclude: [../old, /a.json]' };
    expect((await lint(named, ['--config', 'etc/team.yaml'])).found).toEqual(['a.json unknown-action error']);
  });
});

describe('suppressions', () => {
  const files = { 'a.json': syntaxError, 'b.json': syntaxError };
  const suppress = (text: string) => `suppressions:\n  - { rule: unknown-action, reason: agreed, ${text} }\n`;

  test('show in JSON with their reason, and not to people unless they ask', async () => {
    const world = { ...files, 'iamscope.yaml': suppress('files: a.json') };
    const { found, report, exitCode } = await lint(world);
    expect(found).toEqual(['a.json unknown-action error: agreed', 'b.json unknown-action error']);
    expect({ summary: report.summary, exitCode }).toMatchObject({
      summary: { errors: 1, suppressed: 1 },
      exitCode: 1,
    });
    for (const format of ['pretty', 'compact']) {
      const hidden = await runCli(['lint', '--format', format], world);
      expect(hidden.stdout).not.toContain('a.json');
      const shown = await runCli(['lint', '--format', format, '--show-suppressed'], world);
      expect(shown.stdout).toMatch(/a\.json[\s\S]*suppressed: agreed/u);
    }
    expect((await runCli(['lint', 'a.json'], world)).exitCode).toBe(0);
  });

  test('one that is not used, or has ended, is a warning with file and line', async () => {
    const config = `${suppress('files: a.json, until: 2026-06-14')}  - { files: c.json, rule: unknown-action, reason: x }\n`;
    const { stderr, report, exitCode, found } = await lint({ ...files, 'iamscope.yaml': config });
    expect(stderr).toBe(
      'iamscope: warning: iamscope.yaml:2: the suppression of `unknown-action` ended on 2026-06-14, and the finding that it was for is still there\n' +
        'iamscope: warning: iamscope.yaml:3: the suppression of `unknown-action` is not used: no file that was checked matches `c.json`\n',
    );
    expect(report.notes?.map(({ kind, line }) => `${line} ${kind}`)).toEqual([
      '2 expired-suppression',
      '3 unused-suppression',
    ]);
    expect({ exitCode, found }).toMatchObject({ exitCode: 1, found: { length: 2 } });
  });

  test('nothing is called unused in a broken file, whatever rules run', async () => {
    const world = {
      'a.json': policyText(['ims:images:get']).replace(']', ',]'),
      'iamscope.yaml': suppress('files: a.json'),
    };
    expect((await runCli(['lint'], world)).stderr).toBe('');
    expect((await runCli(['lint', '--only', 'unknown-action'], world)).stderr).toBe('');
  });

  test('one is called unused in a file that begins with a byte order mark: all of it is read', async () => {
    const world = {
      'a.json': `\uFEFF${policyText(['ims:images:get'])}`,
      'iamscope.yaml': suppress('files: a.json'),
    };
    expect((await runCli(['lint'], world)).stderr).toContain(
      'the suppression of `unknown-action` is not used',
    );
  });

  test('an unused one makes a run fail where a warning would', async () => {
    const world = { 'a.json': policyText(['ims:images:get']), 'iamscope.yaml': suppress('files: a.json') };
    const codes = [[], ['--fail-on', 'warning'], ['--max-warnings', '0'], ['--max-warnings', '1']].map(
      async (argv) => (await runCli(['lint', ...argv], world)).exitCode,
    );
    expect(await Promise.all(codes)).toEqual([0, 1, 1, 0]);
    expect((await runCli(['lint', '--quiet'], world)).stderr).toBe('');
    const counted = async (files: typeof world) =>
      (await runCli(['lint', '--quiet', '--max-warnings', '0'], files)).stderr;
    expect(await counted(world)).toBe(
      'iamscope: 1 warning, about the configuration, and --max-warnings is 0\n',
    );
    expect(await counted({ ...world, 'a.json': capital })).toBe(
      'iamscope: 2 warnings, 1 about the configuration, and --max-warnings is 0\n',
    );
  });

  test.each([
    { argv: [], told: true },
    { argv: ['.'], told: true },
    { argv: ['policies'], told: true },
    { argv: ['/home/tree'], told: true },
    { argv: ['policies/x.json'], told: false },
    { argv: ['other'], told: false },
    { argv: ['--only', 'duplicate-action'], told: false },
    { argv: ['--rule', 'unknown-action=off'], told: false },
    { argv: ['.', 'no-such-file.json'], told: false },
  ])('$argv tells of an unused one: $told', async ({ argv, told }) => {
    const clean = policyText(['ims:images:get']);
    const { stderr } = await runCli(['lint', ...argv, '--format', 'json'], {
      'policies/x.json': clean,
      'other/y.json': clean,
      'iamscope.yaml': suppress('files: policies/*.json'),
    });
    expect(stderr.includes('is not used')).toBe(told);
  });

  test('are relative to the file that they stand in, which is named with its line', async () => {
    const world = {
      ...files,
      'iamscope.yaml': 'extends: team/base.yaml',
      'team/base.yaml': `\n${suppress('files: a.json')}`,
      'team/a.json': policyText(['ims:images:get']),
    };
    const { stderr, found } = await lint(world);
    expect(stderr).toContain('team/base.yaml:3: the suppression');
    expect(found).toHaveLength(2);
  });

  test('many notes are cut short on the terminal', async () => {
    const many = Array.from(
      { length: 30 },
      (_, i) => `  - { files: x${i}, rule: unknown-action, reason: x }\n`,
    );
    const { stderr, report } = await lint({ ...files, 'iamscope.yaml': `suppressions:\n${many.join('')}` });
    expect(stderr.split('\n')).toHaveLength(22);
    expect(stderr).toContain('10 more of these');
    expect(report.notes).toHaveLength(30);
  });
});

describe('a baseline', () => {
  const files = { 'a.json': syntaxError, 'x/b.json': syntaxError };

  async function update(world: Readonly<Record<string, string>>, argv: readonly string[] = []) {
    const io = fakeIo(world);
    const exitCode = await main(['lint', '--update-baseline', ...argv], io);
    return { exitCode, stdout: io.stdout(), stderr: io.stderr(), written: Object.fromEntries(io.written) };
  }

  test('is written, accepts what is there, and reports what comes', async () => {
    const { exitCode, stdout, stderr, written } = await update(files, ['--baseline', 'old.json']);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '2 suppressed in 2 policies\n',
      stderr: 'iamscope: `old.json` accepts 2 findings\n',
    });
    const text = written['old.json'] ?? '';
    expect(isBaseline(JSON.parse(text)), JSON.stringify(isBaseline.errors)).toBe(true);
    const world = { ...files, 'old.json': text };
    const argv = ['--baseline', 'old.json'];
    expect(await lint(world, argv)).toMatchObject({
      exitCode: 0,
      stderr: '',
      found: [
        'a.json unknown-action error: in the baseline',
        'x/b.json unknown-action error: in the baseline',
      ],
    });
    const more = { ...world, 'x/b.json': policyText(['ims:images:lst', 'ims:images:gett']) };
    expect((await lint(more, argv)).exitCode).toBe(1);
    expect((await update(world, argv)).written['old.json']).toBe(text);
  });

  test('tells what is gone, and an update takes it out', async () => {
    const { written } = await update(files, ['--baseline', 'old.json']);
    const fixed = {
      'a.json': syntaxError,
      'x/b.json': policyText(['ims:images:list']),
      'old.json': written['old.json'] ?? '',
    };
    const { stderr, report, exitCode } = await lint(fixed, ['--baseline', 'old.json']);
    expect(stderr).toContain('warning: old.json:1: 1 finding of `unknown-action` in `x/b.json` is gone');
    expect(report.notes).toMatchObject([{ kind: 'stale-baseline', file: 'old.json' }]);
    expect(exitCode).toBe(0);
    const again = await update(fixed, ['--baseline', 'old.json']);
    expect(again.written['old.json']).not.toContain('x/b.json');
    expect(again.stderr).toBe('iamscope: `old.json` accepts 1 finding\n');
    expect((await lint(fixed, ['a.json', '--baseline', 'old.json'])).stderr).toBe('');
  });

  test('of the configuration is used from anywhere, and the option outweighs it', async () => {
    const { written } = await update(files, ['--baseline', 'etc/old.json']);
    expect(written['etc/old.json']).toContain('"file":"../x/b.json"');
    const world = { ...files, 'etc/old.json': written['etc/old.json'] ?? '' };
    const configured = { ...world, 'iamscope.yaml': 'baseline: etc/old.json' };
    expect((await lint(configured)).exitCode).toBe(0);
    expect((await lint(configured, ['/home/tree/x/b.json', './a.json'])).exitCode).toBe(0);
    const empty = { ...configured, 'none.json': '{"schemaVersion":1,"findings":[]}' };
    expect((await lint(empty, ['--baseline', 'none.json'])).exitCode).toBe(1);
    expect((await update(configured)).written).toEqual({ 'etc/old.json': world['etc/old.json'] });
  });

  test('comes after suppressions, which stay used', async () => {
    const config = 'suppressions: [{ files: a.json, rule: unknown-action, reason: agreed }]';
    const { written, stderr } = await update({ ...files, 'iamscope.yaml': config }, [
      '--baseline',
      'old.json',
    ]);
    expect(written['old.json']).not.toContain('"a.json"');
    expect(stderr).not.toContain('not used');
  });

  test.each([
    { argv: ['--update-baseline'], text: '', message: 'name the baseline to write' },
    {
      argv: ['--baseline', 'no.json'],
      text: '',
      message: 'baseline `no.json` is missing; --update-baseline writes one',
    },
    { argv: ['--baseline', 'x'], text: '', message: '`x` is a folder: name the baseline file' },
    { argv: ['--baseline', 'old.json'], text: '<<<<<<< HEAD', message: 'old.json: the baseline is not JSON' },
    { argv: ['--baseline', 'old.json'], text: '[]', message: 'old.json: it is not a baseline' },
    { argv: ['--baseline', 'old.json'], text: 'null', message: 'old.json: it is not a baseline' },
    {
      argv: ['--baseline', 'old.json'],
      text: '{"schemaVersion":2,"findings":[]}',
      message: 'it is of another version of iamscope',
    },
    {
      argv: ['--baseline', 'old.json'],
      text: '{"schemaVersion":1,"findings":[{"file":"a","rule":"b","content":"c","count":0}]}',
      message: 'finding 1 of the baseline cannot be read',
    },
  ])('$argv with `$text` is refused in words', async ({ argv, text, message }) => {
    const { exitCode, stdout, stderr } = await runCli(['lint', ...argv], { ...files, 'old.json': text });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^iamscope: [^\n]+\n$/u);
  });
});

test('own services and actions are not unknown to lint, and no decision rests on them', async () => {
  const world = {
    'a.json': policyText(['acme:things:get', 'ims:images:paint']),
    'iamscope.yaml': 'catalogue: { services: [acme], actions: ["ims:images:paint"] }',
  };
  expect(await runCli(['lint'], world)).toMatchObject({
    exitCode: 0,
    stdout: 'nothing found in 1 policy\n',
    stderr: '',
  });
  expect((await runCli(['lint', '--no-config'], world)).stdout).toContain('unknown-service');
  expect((await runCli(['can', 'acme:paints:get', 'a.json'], world)).exitCode).not.toBe(0);
});
