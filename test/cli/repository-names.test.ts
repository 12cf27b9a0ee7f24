import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';
import { runReal, writeFiles } from '../support/run-real.ts';

const scratch = mkdtempSync(join(tmpdir(), 'iamscope-names-'));
const faulty = policyText(['ims:images:list']).replace('"Allow"', '"allow"');
const twice = policyText(['ims:images:list', 'ims:images:list']);
let count = 0;
let folder = scratch;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(scratch, String(++count));
  writeFiles(folder, { 'repo/infra/policies/p.json': faulty, 'repo/q.json': twice, 'other/o.json': faulty });
});

/** The files that a format names, in its order. */
async function named(
  format: string,
  paths: readonly string[],
  below: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { stdout } = await runReal(['lint', ...paths, '--format', format], join(folder, below), variables);
  switch (format) {
    case 'sarif': {
      const [run] = (JSON.parse(stdout) as { runs: { artifacts: { location: { uri: string } }[] }[] }).runs;
      return (run?.artifacts ?? []).map(({ location }) => location.uri);
    }
    case 'gitlab':
      return (JSON.parse(stdout) as { location: { path: string } }[]).map(({ location }) => location.path);
    case 'github':
      return [...stdout.matchAll(/ file=([^,]*)/gu)].map(([, file = '']) => file);
    case 'junit':
      return [...stdout.matchAll(/<testsuite name="([^"]*)"/gu)].map(([, file = '']) => file);
    case 'checkstyle':
      return [...stdout.matchAll(/<file name="([^"]*)"/gu)].map(([, file = '']) => file);
    default:
      return [...stdout.matchAll(/^(\S+?\.json):\d/gmu)].map(([, file = '']) => file);
  }
}

const formats = ['sarif', 'gitlab', 'github', 'junit', 'checkstyle'];

describe.each(formats)('%s names files from the root of the repository', (format) => {
  test.each([
    { below: 'repo', paths: ['infra'] },
    { below: 'repo/infra', paths: ['.'] },
    { below: 'repo/infra', paths: [] },
    { below: 'repo/infra', paths: ['./policies/p.json'] },
    { below: 'repo/infra/policies', paths: ['*.json'] },
    { below: 'other', paths: ['../repo/infra'] },
  ])('in $below with $paths', async ({ below, paths }) => {
    writeFiles(folder, { 'repo/.git/HEAD': '' });
    const expected = below === 'other' ? '../repo/infra/policies/p.json' : 'infra/policies/p.json';
    expect([...new Set(await named(format, paths, below))]).toEqual([expected]);
  });

  test('by an absolute name too, and sorted by the new names', async () => {
    writeFiles(folder, { 'repo/.git': 'gitdir: ../elsewhere\n' });
    const paths = ['../q.json', join(folder, 'repo/infra/policies/p.json')];
    expect([...new Set(await named(format, paths, 'repo/infra'))]).toEqual([
      'infra/policies/p.json',
      'q.json',
    ]);
  });

  test('what lies outside keeps its name', async () => {
    writeFiles(folder, { 'repo/.git/HEAD': '' });
    expect([...new Set(await named(format, ['../../other/o.json'], 'repo/infra'))]).toEqual([
      '../../other/o.json',
    ]);
  });

  test.each(['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'])(
    'which %s says, where there is no `.git`',
    async (name) => {
      const workspace = { [name]: join(folder, 'repo') };
      expect([...new Set(await named(format, ['policies'], 'repo/infra', workspace))]).toEqual([
        'infra/policies/p.json',
      ]);
      expect([...new Set(await named(format, ['policies'], 'repo/infra'))]).toEqual(['policies/p.json']);
    },
  );

  test('`.git` outweighs what the service says', async () => {
    writeFiles(folder, { 'repo/infra/.git/HEAD': '' });
    const both = { GITHUB_WORKSPACE: join(folder, 'repo'), CI_PROJECT_DIR: folder };
    expect([...new Set(await named(format, ['.'], 'repo/infra/policies', both))]).toEqual([
      'policies/p.json',
    ]);
  });
});

test.each(['pretty', 'compact'])('%s names files as the call does', async (format) => {
  writeFiles(folder, { 'repo/.git/HEAD': '' });
  expect(await named(format, [], 'repo/infra')).toContain('policies/p.json');
});

test('fingerprints and lines do not depend on the working directory', async () => {
  writeFiles(folder, { 'repo/.git/HEAD': '' });
  for (const format of ['sarif', 'gitlab']) {
    const fromRoot = await runReal(['lint', 'infra', '--format', format], join(folder, 'repo'));
    const fromBelow = await runReal(['lint', '--format', format], join(folder, 'repo/infra'));
    expect(fromBelow).toEqual(fromRoot);
  }
});

test('standard input has the name that it is given, or none', async () => {
  const none = await runCli(['lint', '-', '--format', 'checkstyle'], {}, faulty);
  expect(none.stdout).toContain('<file name="&lt;stdin&gt;">');
  const argv = ['lint', '-', '--stdin-filename', './team/p.json', '--format', 'checkstyle'];
  expect((await runCli(argv, {}, faulty)).stdout).toContain('<file name="team/p.json">');
});

test('a file of results is written where the call says', async () => {
  writeFiles(folder, { 'repo/.git/HEAD': '' });
  const { stdout } = await runReal(
    ['lint', 'policies/p.json', '--format', 'sarif', '--output', 'out/a.sarif', '--format', 'checkstyle'],
    join(folder, 'repo/infra'),
  );
  expect(stdout).toContain('<file name="infra/policies/p.json">');
  expect(readFileSync(join(folder, 'repo/infra/out/a.sarif'), 'utf8')).toContain(
    '"uri": "infra/policies/p.json"',
  );
});

describe('junit agrees with the exit code', () => {
  const failures = async (argv: readonly string[], path: string) => {
    const { exitCode, stdout } = await runReal(['lint', path, '--format', 'junit', ...argv], folder);
    return [exitCode, Number(/<testsuites [^>]*failures="(\d+)"/u.exec(stdout)?.[1])];
  };

  test.each([
    { path: 'other', argv: [], expected: [1, 1] },
    { path: 'other', argv: ['--fail-on', 'warning'], expected: [1, 1] },
    { path: 'other', argv: ['--fail-on', 'never'], expected: [0, 0] },
    { path: 'repo/q.json', argv: [], expected: [0, 0] },
    { path: 'repo/q.json', argv: ['--fail-on', 'warning'], expected: [1, 1] },
    { path: 'repo/q.json', argv: ['--fail-on', 'info'], expected: [1, 1] },
    { path: 'repo/q.json', argv: ['--max-warnings', '1'], expected: [0, 0] },
    { path: 'repo/q.json', argv: ['--max-warnings', '0'], expected: [1, 1] },
    { path: 'repo/q.json', argv: ['--max-warnings', '0', '--fail-on', 'never'], expected: [1, 1] },
  ])('$path $argv', async ({ path, argv, expected }) => {
    expect(await failures(argv, path)).toEqual(expected);
  });
});
