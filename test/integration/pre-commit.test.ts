import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { policyText } from '../support/run-cli.ts';

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly language: string;
  readonly files: string;
}

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'iamscope.cjs');
const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-hook-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const clean = policyText(['ims:images:list']);
const faulty = clean.replace('"Allow"', '"allow"');

/** As in a fresh account: no configuration of the person who runs the tests. */
const env = {
  ...process.env,
  HOME: scratch,
  PRE_COMMIT_HOME: join(scratch, 'cache'),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'A'],
      [`GIT_${who}_EMAIL`, 'a@example.org'],
    ]),
  ),
};

function call(cwd: string, command: string, ...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** The published hook, run by the program as it is built here: no network is needed. */
function localHook(id: string, changes: object = {}): object {
  const hook = hooks.find((one) => one.id === id);
  if (hook === undefined) throw new Error(`no hook ${id}`);
  const entry = hook.entry.replace(/^iamscope\b/, `'${process.execPath}' '${program}'`);
  return { ...hook, entry, language: 'system', ...changes };
}

/** What Python reads as a regular expression. */
function patternOf(files: string): RegExp {
  expect(files).toMatch(/^\(\?i\)/);
  return new RegExp(files.slice('(?i)'.length), 'i');
}

let made = 0;

/** A new git repository with the hook installed. */
function repository(config: object) {
  const folder = join(scratch, `repository-${made++}`);
  mkdirSync(folder);
  const git = (...argv: readonly string[]) => call(folder, 'git', ...argv);
  const put = (files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    git('add', '--all');
  };
  git('init', '--quiet');
  put({ '.pre-commit-config.yaml': stringify({ repos: [config] }) });
  expect(call(folder, 'pre-commit', 'install').status).toBe(0);
  git('commit', '--quiet', '--no-verify', '--message', 'start');
  return {
    put,
    git,
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    /** Commits everything; what pre-commit says. */
    commit: (...argv: readonly string[]) => git('commit', '--quiet', '--message', 'change', ...argv),
    commits: () => Number(git('rev-list', '--count', 'HEAD').output),
  };
}

const withHook = (changes: object = {}) =>
  repository({ repo: 'local', hooks: [localHook('iamscope', changes)] });

const preCommit = spawnSync('pre-commit', ['--version']).status === 0;

describe.skipIf(!preCommit)('pre-commit (skipped where it is not installed)', () => {
  test('refuses a commit with a faulty policy, and says why', () => {
    const { put, commit, commits } = withHook();
    put({ 'policies/reader.json': faulty });
    const { status, output } = commit();
    expect(status).not.toBe(0);
    expect(output).toContain('policies/reader.json:1:41  error    `allow` is not an Effect  invalid-effect');
    expect(output).toContain('- hook id: iamscope\n- exit code: 1\n');
    expect(commits()).toBe(1);
  });

  test('lets a good one pass', () => {
    const { put, commit, commits } = withHook();
    put({ 'policies/reader.json': clean });
    const { status, output } = commit();
    expect(output).toMatch(/^iamscope\.+Passed\n$/);
    expect({ status, commits: commits() }).toEqual({ status: 0, commits: 2 });
  });

  test('looks at changed files only', () => {
    const { put, commit, commits } = withHook();
    put({ 'old.json': faulty });
    commit('--no-verify');
    put({ 'new.json': clean });
    expect(commit().status).toBe(0);
    put({ 'notes.html': 'no policy' });
    expect(commit().output).toMatch(/^iamscope\.+\(no files to check\)Skipped\n$/);
    put({ 'old.json': `${faulty}\n` });
    expect(commit().status).not.toBe(0);
    expect(commits()).toBe(4);
  });

  test('files that are no policies pass without a word', () => {
    const { put, commit } = withHook({ verbose: true });
    put({
      'package.json': '{"name": "x", "actions": ["build"]}',
      'values.yaml': '# Action and Effect\nimage: {tag: latest}\n',
      'broken.json': '{"a": ',
      'data.json': new Uint8Array([0, 255, 254, 1]),
    });
    const { status, output } = commit();
    expect(status).toBe(0);
    expect(output).toMatch(/- duration: .*\n\nno policy found \(\d files\)\n\n$/);
  });

  test('looks at pages and manifests', () => {
    const { put, commit } = withHook();
    const page = `\`\`\`json\n${faulty}\n\`\`\`\n`;
    put({
      'docs/a.md': page,
      'B.MD': page,
      'c.rst': `x::\n\n  ${faulty}\n`,
      'd.yml': `kind: ConfigMap\ndata:\n  a: '${faulty}'\n`,
      'e.html': page,
    });
    const { status, output } = commit();
    expect(status).not.toBe(0);
    for (const place of ['docs/a.md:2:41', 'B.MD:2:41', 'c.rst:3:43', 'd.yml:3:47'])
      expect(output).toContain(`${place}  error`);
    expect(output).toContain('4 errors in 4 policies; ');
  });

  test('refuses a wrong policy in a Terraform repository, with locals from the files beside it', () => {
    const { put, commit, commits } = withHook();
    const role = (action: string) => `resource "huaweicloud_identity_role" "readers" {
  name        = "readers"
  description = "look at images"
  type        = "XA"
  policy = jsonencode({
    Version   = "1.1"
    Statement = [{ Effect = "Allow", Action = concat(local.common, ["${action}"]) }]
  })
}
`;
    put({
      'infra/locals.tf': 'locals {\n  common = ["ims:images:list"]\n}\n',
      'infra/main.tf': role('ims:images:gett'),
      'infra/other.tofu': role('ims:images:list').replaceAll('readers', 'others'),
    });
    const { status, output } = commit();
    expect(status).not.toBe(0);
    expect(output).toContain('infra/main.tf:7:69  error    `ims:images:gett` is not a documented action');
    expect(output).toContain('infra/other.tofu:7:69  warning  `ims:images:list` is already listed');
    put({ 'infra/main.tf': role('ims:images:get') });
    expect(commit().status).toBe(0);
    expect(commits()).toBe(2);
  });

  test('takes every name as a name', () => {
    const { put, commit } = withHook();
    const names = [
      '-q.json',
      '--fail-on=never.json',
      'with space.json',
      'line\nbreak.json',
      "quote'.json",
      '镜像.json',
    ];
    put(Object.fromEntries(names.map((name) => [name, faulty])));
    const { status, output } = commit();
    expect(status).not.toBe(0);
    for (const name of names) expect(output).toContain(`\n${name.replace('\n', '\\n')}:1:41  error`);
    expect(output).toContain('6 errors in 6 policies; ');
  });

  test('takes further arguments', () => {
    const { put, commit } = withHook({ args: ['--fail-on', 'info', '--'] });
    put({ 'deny.json': policyText([], ['ims:images:delete']) });
    expect(commit().status).not.toBe(0);
  });

  test('a deleted policy is no fault', () => {
    const { put, git, commit } = withHook();
    put({ 'old.json': faulty });
    commit('--no-verify');
    git('rm', '--quiet', 'old.json');
    expect(commit().status).toBe(0);
  });

  test('iamscope-fix fixes files, and says that it did', () => {
    const { put, git, commit, read } = repository({ repo: 'local', hooks: [localHook('iamscope-fix')] });
    put({ 'reader.json': policyText(['ims:images:list', 'ims:images:list']) });
    const { status, output } = commit();
    expect(status).not.toBe(0);
    expect(output).toContain('- files were modified by this hook\n');
    expect(read('reader.json')).toBe(policyText(['ims:images:list']));
    git('add', '--all');
    expect(commit().status).toBe(0);
  });

  const install = process.env.IAMSCOPE_TEST_INSTALL === '1';
  test.skipIf(!install)(
    'installs from a git URL (skipped unless IAMSCOPE_TEST_INSTALL=1: needs the network)',
    { timeout: 300_000 },
    () => {
      const rev = call(root, 'git', 'rev-parse', 'HEAD').output.trim();
      const { put, commit } = repository({ repo: `file://${root}`, rev, hooks: [{ id: 'iamscope' }] });
      put({ 'policies/reader.json': faulty });
      const { status, output } = commit();
      expect(output).toContain('policies/reader.json:1:41  error');
      expect(status).not.toBe(0);
      put({ 'policies/reader.json': clean });
      expect(commit().status).toBe(0);
    },
  );
});

describe('the published hooks', () => {
  test.each([
    ...[
      'a.json',
      'a/b.yaml',
      'a.yml',
      'main.tf',
      'main.tofu',
      'main.tf.json',
      'README.md',
      'a.markdown',
      'a.rst',
    ],
    'A.JSON',
  ])('are given %s', (name) => {
    for (const { files } of hooks) expect(name).toMatch(patternOf(files));
  });

  test.each(['a.tfvars', 'a.ts', 'json', 'md', 'a.jsonl', 'a.md.bak'])('are not given %s', (name) => {
    for (const { files } of hooks) expect(name).not.toMatch(patternOf(files));
  });

  test('start the program of package.json, with file names kept apart from options', () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: object };
    for (const { entry, args, language } of hooks) {
      expect(Object.keys(bin)).toContain(entry.split(' ')[0]);
      expect(args.at(-1)).toBe('--');
      expect(language).toBe('node');
    }
  });

  test('are installed by what `npm pack` prints: the name of the archive alone, however much is built', () => {
    const folder = join(scratch, 'noisy');
    mkdirSync(folder);
    copyFileSync(join(root, '.npmrc'), join(folder, '.npmrc'));
    const manifest = { name: 'noisy', version: '1.0.0', scripts: { prepare: 'echo building' } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const { status, stdout } = spawnSync('npm', ['pack'], { cwd: folder, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'noisy-1.0.0.tgz\n' });
  });
});
