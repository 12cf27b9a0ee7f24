import { describe, expect, test } from 'vitest';
import { folderOfGlob, pathMatcher } from '../../src/lint/adoption/path-globs.ts';

describe('pathMatcher', () => {
  test.each([
    { globs: ['a.json'], takes: ['a.json', 'x/y/a.json'], leaves: ['b.json', 'a.json5', 'xa.json'] },
    { globs: ['/a.json'], takes: ['a.json'], leaves: ['x/a.json'] },
    { globs: ['./a.json'], takes: ['a.json'], leaves: ['x/a.json'] },
    { globs: ['*.json'], takes: ['a.json', 'x/.hidden.json', '.json'], leaves: ['a.yaml'] },
    {
      globs: ['legacy'],
      takes: ['legacy', 'legacy/a.json', 'x/legacy/y/a.json'],
      leaves: ['legacy2/a.json'],
    },
    { globs: ['legacy/'], takes: ['legacy/a.json', 'x/legacy/a.json'], leaves: ['a/legacyx.json'] },
    { globs: ['x/legacy'], takes: ['x/legacy/a.json'], leaves: ['legacy/a.json', 'y/x/legacy/a.json'] },
    { globs: ['x/*.json'], takes: ['x/a.json'], leaves: ['x/y/a.json', 'y/x/a.json'] },
    { globs: ['x/**'], takes: ['x/a.json', 'x/y/.z/a.json'], leaves: ['xy/a.json'] },
    { globs: ['**/x/*.json'], takes: ['x/a.json', 'q/x/a.json'], leaves: ['x/q/a.json'] },
    { globs: ['x/*/a.json'], takes: ['x/y/a.json'], leaves: ['x/a.json', 'x/y/z/a.json'] },
    { globs: ['a?.json'], takes: ['ab.json'], leaves: ['a.json', 'abc.json'] },
    { globs: ['{a,b}.json'], takes: ['a.json', 'q/b.json'], leaves: ['c.json'] },
    { globs: ['[ab].json'], takes: ['a.json', '[ab].json'], leaves: ['c.json'] },
    { globs: ['x/role[1].json'], takes: ['x/role[1].json', 'x/role1.json'], leaves: ['x/role2.json'] },
    { globs: ['+(a|b).json'], takes: ['+(a|b).json'], leaves: ['a.json', 'aabb.json'] },
    { globs: ['x/', '!x/keep.json'], takes: ['x/a.json'], leaves: ['x/keep.json'] },
    { globs: ['!x/keep.json', 'x/'], takes: ['x/keep.json'], leaves: ['y.json'] },
    { globs: ['*'], takes: ['a', 'a/b', '.a'], leaves: [] },
    { globs: ['x/*'], takes: ['x/a', 'x/a/b'], leaves: ['x', 'y/x/a'] },
    { globs: ['**'], takes: ['a', 'a/b'], leaves: [] },
    { globs: ['*', '!keep.json'], takes: ['a'], leaves: ['keep.json', 'x/keep.json'] },
    { globs: ['../x/*.json'], takes: ['../x/a.json'], leaves: ['x/a.json', '../y/a.json'] },
    { globs: ['*.json'], takes: [], leaves: ['../a.json'] },
    { globs: ['A.json'], takes: ['A.json'], leaves: ['a.json'] },
    { globs: ['__proto__'], takes: ['__proto__', '__proto__/a.json'], leaves: ['constructor'] },
    { globs: ['name\nwith line.json'], takes: ['name\nwith line.json'], leaves: ['name'] },
    { globs: ['*.json'], takes: ['name\nwith line.json'], leaves: [] },
    { globs: [], takes: [], leaves: ['a.json', ''] },
  ])('$globs', ({ globs, takes, leaves }) => {
    const matches = pathMatcher(globs);
    expect(takes.filter((file) => !matches(file))).toEqual([]);
    expect(leaves.filter(matches)).toEqual([]);
  });

  test('is quick for many globs, files, and globs that mean harm', () => {
    const matches = pathMatcher([
      `${'**/'.repeat(50)}x`,
      `${'*a'.repeat(40)}b`,
      ...Array.from({ length: 100 }, (_, i) => `folder-${i}/**/*.json`),
    ]);
    const files = Array.from({ length: 10_000 }, (_, i) => `folder-${i}/deep/${'a'.repeat(30)}/file.json`);
    expect(files.filter(matches)).toHaveLength(100);
  });
});

test.each([
  ['a/b/*.json', 'a/b'],
  ['a/b/c.json', 'a/b/c.json'],
  ['*.json', ''],
  ['legacy', ''],
  ['/legacy', 'legacy'],
  ['./a/**', 'a'],
  ['../a/[x]/b', '../a'],
])('everything that %s matches lies in `%s`', (glob, folder) => {
  expect(folderOfGlob(glob)).toBe(folder);
});
