import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { findFiles } from '../../src/cli/files/find-files.ts';
import { findGlobbed } from '../../src/cli/files/find-globbed.ts';

const scratch = mkdtempSync(join(tmpdir(), 'iamscope-git-ignore-'));
let count = 0;
let folder = scratch;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(scratch, String(++count));
  mkdirSync(folder);
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function found(below = '', options: Partial<Parameters<typeof findFiles>[1]> = {}): readonly string[] {
  const root = join(folder, below);
  return findFiles(root, { gitignore: true, ...options }).files.map((file) => file.slice(folder.length + 1));
}

const hasGit = spawnSync('git', ['--version']).status === 0;
/** Nothing of the machine's own configuration. */
const env = { PATH: process.env.PATH, HOME: scratch, GIT_CONFIG_NOSYSTEM: '1' };

function git(...argv: readonly string[]): string {
  return execFileSync('git', argv, { cwd: folder, env, encoding: 'utf8' });
}

function seenByGit(): readonly string[] {
  return git('ls-files', '-z', '--others', '--exclude-standard')
    .split('\0')
    .filter((file) => file.endsWith('.json'))
    .sort();
}

const json = '{}';

describe('what git ignores', () => {
  test('is left out in a folder that is looked through, and ignore files count below and above it', () => {
    write({
      '.git/info/exclude': 'private/\n',
      '.gitignore': '# generated\nbuild/\n*.tmp.json\n',
      'a.json': json,
      'b.tmp.json': json,
      'build/c.json': json,
      'private/d.json': json,
      'team/.gitignore': '/e.json\n!keep.tmp.json\n',
      'team/e.json': json,
      'team/keep.tmp.json': json,
      'team/deep/e.json': json,
      'team/deep/build/f.json': json,
    });
    expect(found()).toEqual(['a.json', 'team/deep/e.json', 'team/keep.tmp.json']);
    expect(found('team')).toEqual(['team/deep/e.json', 'team/keep.tmp.json']);
    expect(found('team/deep')).toEqual(['team/deep/e.json']);
    expect(found('', { gitignore: false })).toHaveLength(8);
  });

  test('is looked through where it is named', () => {
    write({
      '.git/HEAD': '',
      '.gitignore': 'build/\n*.json\n',
      'build/.gitignore': 'x.json',
      'build/a.json': json,
      'build/x.json': json,
      'build/deep/b.json': json,
    });
    expect(found('build')).toEqual(['build/a.json', 'build/deep/b.json']);
    expect(found('build/deep')).toEqual(['build/deep/b.json']);
    expect(found()).toEqual([]);
  });

  test('counts without a repository too, but not from above', () => {
    write({
      '.gitignore': 'a.json',
      'a.json': json,
      'team/a.json': json,
      'team/.gitignore': 'b.json',
      'team/b.json': json,
    });
    expect(found('team')).toEqual(['team/a.json']);
    expect(found()).toEqual([]);
  });

  test('is left out of what a glob finds, wildcard or not', () => {
    const before = process.cwd();
    write({ '.gitignore': 'b.json', 'x/a.json': json, 'x/b.json': json });
    process.chdir(folder);
    try {
      const glob = (text: string) => findGlobbed(text, { gitignore: true }).files;
      expect(glob('x/*.json')).toEqual(['x/a.json']);
      expect(glob('x/{a,b}.json')).toEqual(['x/a.json']);
      expect(glob('./x/*.json').map((file) => file.replace(/^\.\//u, ''))).toEqual(['x/a.json']);
      expect(findGlobbed('x/*.json', { gitignore: false }).files).toHaveLength(2);
    } finally {
      process.chdir(before);
    }
  });

  test('a worktree has the excludes of its repository', () => {
    write({
      'main/.git/info/exclude': 'b.json\n',
      'main/.git/worktrees/side/commondir': '../..\n',
      'side/.git': `gitdir: ${join(folder, 'main/.git/worktrees/side')}\n`,
      'side/a.json': json,
      'side/b.json': json,
    });
    expect(found('side')).toEqual(['side/a.json']);
  });

  test('a folder that is left out is not looked into', () => {
    write({ '.gitignore': 'deep/', 'deep/a.json': json, 'b.json': json });
    const asked: string[] = [];
    found('', { skip: (path, kind) => asked.push(`${kind} ${path.slice(folder.length + 1)}`) === 0 });
    expect(asked).toContain('directory deep');
    expect(asked).not.toContain('file deep/a.json');
  });
});

describe.skipIf(!hasGit)('we leave out what git does', () => {
  const cases: readonly Readonly<Record<string, string>>[] = [
    {
      '.gitignore': '*.json\n!keep.json\n',
      'a.json': json,
      'keep.json': json,
      'x/keep.json': json,
      'x/b.json': json,
    },
    { '.gitignore': 'x/\n!x/keep.json\n', 'x/keep.json': json, 'y/x/keep.json': json, 'y/a.json': json },
    { '.gitignore': 'x/*\n!x/keep/\n', 'x/a.json': json, 'x/keep/b.json': json, 'x/other/b.json': json },
    { '.gitignore': '/x\n', 'x/a.json': json, 'y/x/a.json': json, 'x.json': json },
    {
      '.gitignore': 'a/**/b.json\n',
      'a/b.json': json,
      'a/q/b.json': json,
      'a/q/r/b.json': json,
      'b.json': json,
    },
    { '.gitignore': 'X.json\n', 'x.json': json, 'X.json': json },
    { '.gitignore': '\uFEFFa.json\n', 'a.json': json },
    { '.gitignore': 'a.json \nb\\ c.json\r\n', 'a.json': json, 'b c.json': json },
    { '.gitignore': '*\n!*/\n!*.json\n', 'a.json': json, 'x/y/b.json': json, 'c.yaml': json },
    {
      '.gitignore': 'vendor/\n',
      'q/.gitignore': '!vendor/\n',
      'q/vendor/a.json': json,
      'vendor/b.json': json,
    },
    {
      '.gitignore': '\\#a.json\n\\!b.json\n[ab].json\n',
      '#a.json': json,
      '!b.json': json,
      'a.json': json,
      'c.json': json,
    },
    {
      '.gitignore': '{a,b}.json\n[[:digit:]].json\n[c.json\nx/**\n!x/\n!x/k.json\nq**.json\n/**/y/z.json\n',
      'a.json': json,
      '{a,b}.json': json,
      '1.json': json,
      '[c.json': json,
      'x/a.json': json,
      'x/k.json': json,
      'qq.json': json,
      'y/z.json': json,
      'w/y/z.json': json,
    },
  ];
  test.each(cases)('%o', (files) => {
    git('init', '-q');
    write(files);
    expect([...found()].sort()).toEqual(seenByGit());
  });

  test('of any patterns', () => {
    git('init', '-q');
    const names = ['a.json', 'x/a.json', 'x/b.json', 'x/y/a.json', 'y/x/b.json', 'y/y/a.json'];
    write(Object.fromEntries(names.map((name) => [name, json])));
    const pattern = fc
      .tuple(
        fc.constantFrom('', '!'),
        fc.constantFrom('', '/', '**/'),
        fc.array(fc.constantFrom('x', 'y', 'a.json', '*', '**', '*.json', '[ab].json', '?.json'), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom('', '/'),
      )
      .map(([negation, start, steps, end]) => `${negation}${start}${steps.join('/')}${end}`);
    const patterns = fc.array(pattern, { maxLength: 4 }).map((list) => list.join('\n'));
    fc.assert(
      fc.property(patterns, patterns, (above, inside) => {
        write({ '.gitignore': above, 'x/.gitignore': inside });
        expect([...found()].sort()).toEqual(seenByGit());
      }),
      { numRuns: 100 },
    );
  });
});
