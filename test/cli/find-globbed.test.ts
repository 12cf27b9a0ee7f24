import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFiles } from '../../src/cli/files/find-files.ts';
import { findGlobbed } from '../../src/cli/files/find-globbed.ts';

const scratch = mkdtempSync(join(tmpdir(), 'iamscope-globs-'));
const before = process.cwd();
const long = `${'a'.repeat(200)}.json`;

function put(name: string, text = '{}'): void {
  mkdirSync(dirname(join(scratch, name)), { recursive: true });
  writeFileSync(join(scratch, name), text);
}

beforeAll(() => {
  for (const name of [
    'a.json',
    'b.json',
    'c.yaml',
    'x/a.json',
    'x/y/b.json',
    'x/y/role[1].json',
    `q/${long}`,
  ])
    put(name);
  for (const name of [
    'node_modules/p/a.json',
    'x/node_modules/a.json',
    '.git/a.json',
    '.terraform/modules/m/a.json',
    'x/.terragrunt-cache/a.json',
  ])
    put(name);
  symlinkSync('x', join(scratch, 'link'));
  process.chdir(scratch);
});

afterAll(() => {
  process.chdir(before);
  rmSync(scratch, { recursive: true, force: true });
});

describe('a glob of a call', () => {
  test.each([
    { glob: '*.json', files: ['a.json', 'b.json'] },
    { glob: './*.json', files: ['a.json', 'b.json'] },
    {
      glob: '**/*.json',
      files: ['a.json', 'b.json', `q/${long}`, 'x/a.json', 'x/y/b.json', 'x/y/role[1].json'],
    },
    { glob: 'x/**', files: ['x/a.json', 'x/y/b.json', 'x/y/role[1].json'] },
    { glob: 'x\\*.json', files: ['x/a.json'] },
    { glob: '{a.json,x/y/{b,c}.json}', files: ['a.json', 'x/y/b.json'] },
    { glob: '!(a).json', files: ['b.json'] },
    { glob: '+([ab]).@(json|yaml)', files: ['a.json', 'b.json'] },
    { glob: 'x/y/role[[]1].json', files: ['x/y/role[1].json'] },
    { glob: 'no/*.json', files: [] },
    { glob: 'link/*.json', files: ['link/a.json'] },
    { glob: '*/a.json', files: ['x/a.json'] },
    { glob: 'q/*a*a*a*a*a*ab', files: [] },
    { glob: 'q/+(a|aa|aaa)b', files: [] },
  ])('$glob', async ({ glob, files }) => {
    expect((await findGlobbed(glob, { gitignore: true })).files).toEqual(files);
  });

  test('may be absolute, and lead upwards', async () => {
    const found = await findGlobbed(`${scratch}/x/*.json`, { gitignore: true });
    expect(found.files).toEqual([`${scratch}/x/a.json`]);
    process.chdir('x/y');
    try {
      expect((await findGlobbed('../*.json', { gitignore: true })).files).toEqual(['../a.json']);
    } finally {
      process.chdir(scratch);
    }
  });

  test('that cannot be understood is refused', async () => {
    await expect(findGlobbed('{1..9999999}.json', { gitignore: true })).rejects.toThrow(
      '`{1..9999999}.json` is not understood: `{1..9999999}` stands for more than 1000 names',
    );
  });
});

test('patterns of `.gitignore` that mean harm are done soon', () => {
  put('q/.gitignore', `*a*a*a*a*a*a*ab\n${'[a-z]*'.repeat(50)}B\n**/${'*a'.repeat(90)}b\n`);
  expect(findFiles('q', { gitignore: true }).files).toEqual([`q/${long}`]);
});

test.skipIf(process.platform === 'win32')(
  'what has the name of `.gitignore` and is a pipe is not read',
  () => {
    mkdirSync(join(scratch, 'pipe'));
    execFileSync('mkfifo', [join(scratch, 'pipe/.gitignore')]);
    symlinkSync('/dev/zero', join(scratch, 'x/.gitignore'));
    put('pipe/a.json');
    expect(findFiles('pipe', { gitignore: true }).files).toEqual(['pipe/a.json']);
    expect(findFiles('x', { gitignore: true }).files).toContain('x/a.json');
  },
);
