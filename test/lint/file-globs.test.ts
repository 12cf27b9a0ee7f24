import { describe, expect, test } from 'vitest';
import {
  coversFile,
  coversGlobs,
  globMatcher,
  joinPath,
  type RunCoverage,
  relativePath,
} from '../../src/lint/adoption/file-globs.ts';

test.each([
  ['/repo', '/repo/a/b.json', 'a/b.json'],
  ['/repo/', '/repo/a.json', 'a.json'],
  ['/repo/team', '/repo/a.json', '../a.json'],
  ['/repo/team', '/repo/teams/a.json', '../teams/a.json'],
  ['/', '/a.json', 'a.json'],
  ['/a/b', '/x', '../../x'],
  ['/repo', '/repo', ''],
])('from %s, %s is `%s`, and back', (folder, path, relative) => {
  expect(relativePath(folder, path)).toBe(relative);
  expect(joinPath(folder, relative)).toBe(path);
});

test('globs are relative to their folder, upwards too', () => {
  const matches = globMatcher({ globs: ['a/', '../b/'], folder: '/repo/team' });
  const files = ['/repo/team/a/x', '/repo/b/x', '/repo/a/x', '/repo/team/b/x'];
  expect(files.filter(matches)).toEqual(['/repo/team/a/x', '/repo/b/x']);
});

function run(given: Partial<RunCoverage>): RunCoverage {
  return {
    folders: [],
    files: new Set(),
    broken: new Set(),
    passedOver: () => false,
    ran: () => true,
    ...given,
  };
}

describe('what a run covers', () => {
  test.each([
    { name: 'its folder', globs: ['a/*.json'], given: run({ folders: ['/repo'] }), covered: true },
    {
      name: 'the folder of the globs',
      globs: ['a/*.json'],
      given: run({ folders: ['/repo/a'] }),
      covered: true,
    },
    { name: 'another folder', globs: ['a/*.json'], given: run({ folders: ['/repo/b'] }), covered: false },
    {
      name: 'a folder of a longer name',
      globs: ['ab/x'],
      given: run({ folders: ['/repo/a'] }),
      covered: false,
    },
    { name: 'a part', globs: ['*.json'], given: run({ folders: ['/repo/a'] }), covered: false },
    { name: 'one of two', globs: ['a/x', 'b/x'], given: run({ folders: ['/repo/a'] }), covered: false },
    {
      name: 'one file',
      globs: ['a/*.json'],
      given: run({ files: new Set(['/repo/a/b.json']) }),
      covered: false,
    },
    {
      name: 'the file',
      globs: ['a/b.json'],
      given: run({ files: new Set(['/repo/a/b.json']) }),
      covered: true,
    },
    {
      name: 'all but a broken file',
      globs: ['a/*.json'],
      given: run({ folders: ['/repo'], broken: new Set(['/repo/a/x.json']) }),
      covered: false,
    },
    {
      name: 'a folder whose broken file is another',
      globs: ['a/*.json'],
      given: run({ folders: ['/repo'], broken: new Set(['/repo/b/x.json']) }),
      covered: true,
    },
    {
      name: 'a folder in which the file is passed over',
      globs: ['a/b.txt'],
      given: run({ folders: ['/repo'], passedOver: (path) => path === '/repo/a/b.txt' }),
      covered: false,
    },
  ])('$name of $globs: $covered', ({ globs, given, covered }) => {
    expect(coversGlobs({ globs, folder: '/repo' }, given)).toBe(covered);
  });

  test('a file that was read or that is gone, but not one that is broken or passed over', () => {
    const given = run({
      folders: ['/repo/a'],
      files: new Set(['/repo/a/there', '/repo/a/broken', '/repo/x/named']),
      broken: new Set(['/repo/a/broken']),
      passedOver: (path) => path.endsWith('.txt'),
    });
    const files = [
      '/repo/a/there',
      '/repo/a/gone',
      '/repo/x/named',
      '/repo/a/broken',
      '/repo/a/n.txt',
      '/repo/b/x',
    ];
    expect(files.filter((file) => coversFile(file, given))).toEqual(files.slice(0, 3));
  });
});
