import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GlobSyntax, readGlob } from '../../src/lint/adoption/glob.ts';

interface Case {
  readonly glob: string;
  readonly syntax?: GlobSyntax;
  readonly takes: readonly string[];
  readonly leaves: readonly string[];
}

describe('a glob', () => {
  test.each<Case>([
    { glob: '*.json', takes: ['a.json', '.json', '.a.json', 'a\nb.json'], leaves: ['x/a.json', 'a.jso'] },
    { glob: 'a*b*c', takes: ['abc', 'axbxc', 'abbcc'], leaves: ['ab', 'acb', 'a/b/c'] },
    { glob: 'a**b', takes: ['ab', 'axxb'], leaves: ['a/b'] },
    { glob: '?.json', takes: ['a.json', '镜.json', '😀.json'], leaves: ['.json', 'ab.json', '/.json'] },
    { glob: '[a-c]x', takes: ['ax', 'cx'], leaves: ['dx', 'x', '-x'] },
    { glob: '[!a-c]x', takes: ['dx'], leaves: ['ax', '/x'] },
    { glob: '[^a]x', takes: ['bx'], leaves: ['ax'] },
    { glob: '[]a]', takes: [']', 'a'], leaves: ['b'] },
    { glob: '[a\\]]', takes: [']', 'a'], leaves: ['\\'] },
    { glob: '[[:digit:]_]', takes: ['1', '_'], leaves: ['a', ':'] },
    { glob: '[[:nothing:]]', takes: [], leaves: ['n', ':'] },
    { glob: '[z-a]', takes: [], leaves: ['a', 'z', '-'] },
    { glob: '[a', takes: ['[a'], leaves: ['a'] },
    { glob: '[a', syntax: 'git', takes: [], leaves: ['[a', 'a'] },
    { glob: 'a\\', syntax: 'git', takes: [], leaves: ['a', 'a\\'] },
    { glob: '\\*.json', takes: ['*.json'], leaves: ['a.json'] },
    { glob: '**', takes: ['a', 'a/b'], leaves: ['', '..', '../a'] },
    { glob: 'a/**', takes: ['a/b', 'a/b/c'], leaves: ['a', 'ab/c'] },
    { glob: 'a/**/b', takes: ['a/b', 'a/x/b', 'a/x/y/b'], leaves: ['ab', 'a/xb'] },
    { glob: '**/**/**/b', takes: ['b', 'x/b', 'x/y/b'], leaves: ['a'] },
    { glob: '**/a/**/b/*.json', takes: ['a/b/x.json', 'q/a/q/b/x.json'], leaves: ['b/a/x.json'] },
    { glob: '*', takes: ['a'], leaves: ['', '.', '..', 'a/b'] },
    { glob: '../*.json', takes: ['../a.json'], leaves: ['a.json', '../../a.json'] },
    { glob: '{a,b}.json', syntax: 'braces', takes: ['a.json', 'b.json'], leaves: ['{a,b}.json', '.json'] },
    { glob: '{a,b}.json', syntax: 'git', takes: ['{a,b}.json'], leaves: ['a.json'] },
    { glob: '{a,{b,c}d}', syntax: 'braces', takes: ['a', 'bd', 'cd'], leaves: ['b', 'd'] },
    { glob: '{,a}b', syntax: 'braces', takes: ['b', 'ab'], leaves: ['a'] },
    { glob: '{a,b/c}/x', syntax: 'braces', takes: ['a/x', 'b/c/x'], leaves: ['b/x', 'c/x'] },
    { glob: '{a,{b,c/d}}/{x,y}', syntax: 'braces', takes: ['a/x', 'b/y', 'c/d/x'], leaves: ['c/x'] },
    { glob: '{a}', syntax: 'braces', takes: ['{a}'], leaves: ['a'] },
    { glob: '{a,b', syntax: 'braces', takes: ['{a,b'], leaves: ['a', 'b'] },
    { glob: 'a}b', syntax: 'braces', takes: ['a}b'], leaves: ['ab'] },
    { glob: '{8..10}', syntax: 'braces', takes: ['8', '9', '10'], leaves: ['7', '1', '8..10'] },
    { glob: '{08..10}', syntax: 'braces', takes: ['08', '10'], leaves: ['8'] },
    { glob: '{-1..1}', syntax: 'braces', takes: ['-1', '0', '1'], leaves: ['2'] },
    { glob: '{0..6..3}', syntax: 'braces', takes: ['0', '3', '6'], leaves: ['1', '2'] },
    { glob: '{c..a}', syntax: 'braces', takes: ['a', 'b', 'c'], leaves: ['d'] },
    { glob: '@(a|b)c', syntax: 'extended', takes: ['ac', 'bc'], leaves: ['c', 'abc'] },
    { glob: '@(a|b)c', syntax: 'braces', takes: ['@(a|b)c'], leaves: ['ac'] },
    { glob: 'a?(b)', syntax: 'extended', takes: ['a', 'ab'], leaves: ['abb'] },
    { glob: '*(ab|c)', syntax: 'extended', takes: ['abcab', 'c'], leaves: ['a', 'ba'] },
    { glob: '+(a)b', syntax: 'extended', takes: ['ab', 'aab'], leaves: ['b'] },
    { glob: '!(a|b).json', syntax: 'extended', takes: ['c.json', 'ab.json'], leaves: ['a.json', 'b.json'] },
    { glob: '!(*.yaml)', syntax: 'extended', takes: ['a.json'], leaves: ['a.yaml', 'x/a.json'] },
    { glob: 'a(b)', syntax: 'extended', takes: ['a(b)'], leaves: ['ab'] },
  ])('$glob ($syntax)', ({ glob, syntax = 'braces', takes, leaves }) => {
    const { matches } = readGlob(glob, syntax);
    expect(takes.filter((path) => !matches(path))).toEqual([]);
    expect(leaves.filter(matches)).toEqual([]);
  });

  test.each([
    ['a/*/c.json', ['', 'a', 'a/b'], ['b', 'a/b/c', 'a/b/c.json']],
    ['a/**/c', ['a', 'a/b/c/d'], ['b/a']],
    ['{a,b/c}/*', ['a', 'b', 'b/c'], ['c', 'a/b']],
  ])('%s says which folders need to be looked into', (glob, into, past) => {
    const { reaches } = readGlob(glob, 'extended');
    expect(into.filter((folder) => !reaches(folder))).toEqual([]);
    expect(past.filter(reaches)).toEqual([]);
  });

  test.each([
    { glob: 'x'.repeat(1025), fault: 'it is longer than 1024 characters' },
    { glob: '{a/,b/}'.repeat(12), fault: 'its braces stand for more than 1000 paths' },
    { glob: '{1..100000000}', fault: '`{1..100000000}` stands for more than 1000 names' },
    { glob: '{a,'.repeat(30) + '}'.repeat(30), fault: 'it has groups nested more than 20 deep' },
    { glob: '*(*(a))', fault: '`*(…)` is inside another group that repeats' },
    { glob: '!(a|!(b))', fault: '`!(…)` is inside another group that repeats' },
    {
      glob: '@(a|b/c)',
      fault: 'a group in brackets holds a `/`, or is not closed: use braces, as in `{a,b/c}`',
    },
  ])('$glob is refused', ({ glob, fault }) => {
    expect(() => readGlob(glob, 'extended')).toThrow(fault);
  });

  // Each of them took a regular expression from seconds to longer than anybody waits.
  test.each([
    { glob: '*a*a*a*a*ab', path: 'a'.repeat(200) },
    { glob: `${'*a'.repeat(500)}b`, path: 'a'.repeat(5000) },
    { glob: `${'*?'.repeat(400)}b`, path: 'a'.repeat(2000) },
    { glob: `${'[a-z]*'.repeat(150)}B`, path: 'a'.repeat(2000) },
    { glob: `${'**/a/'.repeat(200)}b`, path: `${'a/'.repeat(2000)}c` },
    { glob: `${'**/'.repeat(300)}b`, path: `${'a/'.repeat(2000)}c` },
    { glob: `${'**/*a*'.repeat(100)}b`, path: `${'a/'.repeat(500)}c` },
    { glob: `${'{a,b,*}'.repeat(100)}c`, path: 'a'.repeat(1000) },
    { glob: '{a,b}'.repeat(200), path: `${'ab'.repeat(100)}c` },
    { glob: '+(a|aa|aaa)b', path: 'a'.repeat(255) },
    { glob: '*(*a|*b)c', path: 'ab'.repeat(127) },
    { glob: '!(*a*a*a*a)b', path: 'a'.repeat(255) },
    { glob: `${'+(a)'.repeat(200)}b`, path: 'a'.repeat(255) },
  ])('$glob is done soon', ({ glob, path }) => {
    const { matches, takesIn, reaches } = readGlob(glob, 'extended');
    expect([matches(path), takesIn(path)]).toEqual([false, false]);
    expect(reaches(path)).toBeTypeOf('boolean');
  });

  test('matches what a plain, slow reading of it matches', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]', '**', '/', '/');
    const glob = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''));
    const path = fc.stringMatching(/^[abc]{1,3}(?:\/[abc]{1,3}){0,3}$/u);
    fc.assert(
      fc.property(glob, path, (text, name) => {
        expect(readGlob(text, 'git').matches(name)).toBe(plainly(text.split('/'), name.split('/')));
      }),
      { numRuns: 2000 },
    );
  });
});

function plainly(glob: readonly string[], path: readonly string[]): boolean {
  const [step, ...rest] = glob;
  if (step === undefined) return path.length === 0;
  if (step !== '**')
    return path.length > 0 && namePlainly(step, path[0] ?? '') && plainly(rest, path.slice(1));
  if (rest.length === 0) return path.length > 0;
  return plainly(rest, path) || (path.length > 0 && plainly(glob, path.slice(1)));
}

function namePlainly(glob: string, name: string): boolean {
  if (glob === '') return name === '';
  if (glob.startsWith('*'))
    return namePlainly(glob.slice(1), name) || (name !== '' && namePlainly(glob, name.slice(1)));
  const [, brackets] = /^(\[[^\]]+\])/u.exec(glob) ?? [];
  const length = brackets?.length ?? 1;
  const isOne =
    brackets === undefined
      ? glob.startsWith('?') || glob[0] === name[0]
      : brackets.includes(name[0] ?? '') !== brackets.startsWith('[!');
  return name !== '' && isOne && namePlainly(glob.slice(length), name.slice(1));
}
