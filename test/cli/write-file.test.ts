import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { nodeIo } from '../../src/cli/node-io.ts';
import { main } from '../../src/cli/run.ts';
import { testData } from '../support/test-data.ts';

let folder: string;
let io: Io & { readonly said: string[] };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iamscope-write-'));
  const said: string[] = [];
  io = {
    ...nodeIo(''),
    readData: (name) => testData().get(name) ?? '',
    out: () => {},
    err: (text) => said.push(text),
    said,
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fixable =
  '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list","ims:images:list"]}]}';
const fixed = '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}';

function file(name: string, text = fixable): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('a file keeps its mode, and nothing is left beside it', () => {
  const path = file('a.json');
  chmodSync(path, 0o640);
  io.writeFile(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o7777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('folders of a new file are made', () => {
  io.writeFile(join(folder, 'b/c/d.json'), 'new');
  expect(readFileSync(join(folder, 'b/c/d.json'), 'utf8')).toBe('new');
});

test('a link stays one, and what it leads to is written', () => {
  const path = file('a.json');
  const link = join(folder, 'link.json');
  symlinkSync('a.json', link);
  io.writeFile(link, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readlinkSync(link)).toBe('a.json');
  const dangling = join(folder, 'dangling.json');
  symlinkSync('absent.json', dangling);
  io.writeFile(dangling, 'there');
  expect(lstatSync(dangling).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'absent.json'), 'utf8')).toBe('there');
});

test('a device is written to, not replaced', () => {
  io.writeFile('/dev/null', 'x');
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('a file that nobody may write is not replaced', () => {
  const path = file('a.json');
  chmodSync(path, 0o444);
  expect(() => io.writeFile(path, 'new')).toThrow(expect.objectContaining({ code: 'EACCES' }));
  expect(readFileSync(path, 'utf8')).toBe(fixable);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('one file that cannot be written does not keep the others from being fixed', async () => {
  const [a, b] = [file('a.json'), file('b.json')];
  chmodSync(a, 0o444);
  expect(await main(['lint', '--fix', a, b], io)).toBe(2);
  expect(readFileSync(a, 'utf8')).toBe(fixable);
  expect(readFileSync(b, 'utf8')).toBe(fixed);
  expect(io.said.join('')).toContain(`\`${a}\` is not fixed: it cannot be written: permission denied\n`);
});

test('a file under two names is fixed once', async () => {
  const path = file('a.json');
  const link = join(folder, 'b.json');
  symlinkSync(path, link);
  expect(await main(['lint', '--fix', folder, path, link], io)).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(fixed);
  expect(io.said.join('')).toBe('iamscope: fixed 1 finding in 1 file\n');
});

test('a file with other hard links is left alone, and that is said', async () => {
  const path = file('a.json');
  mkdirSync(join(folder, 'c'));
  linkSync(path, join(folder, 'c/b.json'));
  const other = file('d.json');
  expect(await main(['lint', '--fix', path, other, '--quiet'], io)).toBe(0);
  expect([path, other].map((one) => readFileSync(one, 'utf8'))).toEqual([fixable, fixed]);
  expect(io.said.join('')).toBe(
    `iamscope: \`${path}\` is not fixed: it has other hard links, which would keep the old text\n`,
  );
});

describe('a link that leads out of the named folder is left alone, and that is said', () => {
  let inside: string;
  let outside: string;
  beforeEach(() => {
    mkdirSync(join(folder, 'in/deep'), { recursive: true });
    mkdirSync(join(folder, 'out'));
    inside = join(folder, 'in');
    outside = file('out/a.json');
    symlinkSync(outside, join(inside, 'link.json'));
  });
  const left = (path: string) =>
    `iamscope: \`${path}\` is not fixed: it is a link to a file outside the folder that was named\n`;

  test.each(['in', 'in/*.json', 'in/link.json'])('%s', async (name) => {
    const path = join(folder, name);
    expect(await main(['lint', '--fix', path, '--quiet'], io)).toBe(0);
    expect(readFileSync(outside, 'utf8')).toBe(fixable);
    expect(io.said.join('')).toBe(left(join(inside, 'link.json')));
  });

  test('what lint calls fixable does not count it, and --diff does not show it', async () => {
    const shown: string[] = [];
    const showing: Io = { ...io, out: (text) => shown.push(String(text)) };
    await main(['lint', inside], showing);
    expect(shown.join('')).toMatch(/\n1 warning in 1 policy\n$/);
    shown.length = 0;
    await main(['lint', '--diff', inside], showing);
    expect(shown.join('')).toBe('');
  });

  test('a link within it is followed, and one to what is named too', async () => {
    const path = file('in/deep/b.json');
    symlinkSync(path, join(inside, 'b.json'));
    expect(await main(['lint', '--fix', join(inside, 'b.json')], io)).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(fixed);
    expect(await main(['lint', '--fix', inside, join(folder, 'out')], io)).toBe(0);
    expect(readFileSync(outside, 'utf8')).toBe(fixed);
  });
});

test('a file that changed after it was read is left alone', async () => {
  const path = file('a.json');
  let reads = 0;
  const changing: Io = {
    ...io,
    readFile(name) {
      const bytes = io.readFile(name);
      reads += 1;
      if (reads === 1) writeFileSync(path, `${fixable}\n`);
      return bytes;
    },
  };
  expect(await main(['lint', '--fix', path], changing)).toBe(2);
  expect(readFileSync(path, 'utf8')).toBe(`${fixable}\n`);
  expect(io.said.join('')).toContain('it was changed after it was read');
});

describe('a file that vanishes while others are fixed', () => {
  /** Takes a file away once it was read so many times. */
  const vanishing = (path: string, reads: number): Io => ({
    ...io,
    readFile(name, most) {
      const bytes = io.readFile(name, most);
      if (name === path && --reads === 0) rmSync(path);
      return bytes;
    },
  });

  test.each([1, 2])('is said, and the others are fixed: after %d readings', async (reads) => {
    const [a, b] = [file('a.json'), file('b.json')];
    expect(await main(['lint', '--fix', folder], vanishing(a, reads))).toBe(0);
    expect(io.said.join('')).toBe(
      `iamscope: \`${a}\` vanished before it was fixed\niamscope: fixed 1 finding in 1 file\n`,
    );
    expect(readdirSync(folder)).toEqual(['b.json']);
    expect(readFileSync(b, 'utf8')).toBe(fixed);
  });

  test('is an error where it was named', async () => {
    const [a, b] = [file('a.json'), file('b.json')];
    expect(await main(['lint', '--fix', a, b], vanishing(a, 1))).toBe(2);
    expect(io.said.join('')).toContain(
      `\`${a}\` is not fixed: it cannot be read again: there is no such file\n`,
    );
    expect(readFileSync(b, 'utf8')).toBe(fixed);
  });

  test('so is a working folder, and not a bug', async () => {
    const gone: Io = {
      ...io,
      workingDirectory() {
        throw Object.assign(new Error('uv_cwd'), { code: 'ENOENT', syscall: 'uv_cwd' });
      },
    };
    expect(await main(['lint', '--fix'], gone)).toBe(2);
    expect(io.said).toEqual(['iamscope: the working folder was removed\n']);
  });
});

describe('results do not go over what was read for them', () => {
  const roads = (name: string) => [
    `new/../${name}`,
    `new/deeper/../../${name}`,
    `./sub/../${name}`,
    `link-to-${name}`,
  ];

  test.each(
    roads('a.json')
      .flatMap((road) => [
        ['lint', 'a.json', '--output', road],
        ['lint', '--diff', 'a.json', '--output', road],
        ['can', 'ims:images:list', 'a.json', '--output', road],
        ['report', 'a.json', '--output', road],
        ['who-can', 'ims:images:list', '.', '--output', road],
        ['lint', 'a.json', '--baseline', road, '--update-baseline'],
        ['lint', '.', '--config', 'c.yaml', '--output', road.replace('a.json', 'c.yaml')],
        ['lint', '.', '--config', 'c.yaml', '--output', road.replace('a.json', 'base.yaml')],
        ['who-can', 'ims:images:list', '--config', 'c.yaml', '--output', road],
        [
          'lint',
          'a.json',
          '--format',
          'json',
          '--output',
          'r',
          '--format',
          'sarif',
          '--output',
          road.replace('a.json', 'r'),
        ],
        ['lint', 'a.json', '--baseline', 'b', '--update-baseline', '--output', road.replace('a.json', 'b')],
      ])
      .map((argv) => ({ argv, call: argv.join(' ') })),
  )('$call', async ({ argv }) => {
    const texts = {
      'a.json': fixable,
      'c.yaml': 'extends: base.yaml\nroles:\n  r:\n    grants:\n      - policy: a.json\n',
      'base.yaml': 'cloud: hwc\n',
      r: 'old',
    };
    mkdirSync(join(folder, 'sub'));
    for (const [name, text] of Object.entries(texts)) file(name, text);
    for (const name of [...Object.keys(texts), 'b']) symlinkSync(name, join(folder, `link-to-${name}`));
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(await main(argv, io)).toBe(2);
    } finally {
      process.chdir(before);
    }
    expect(io.said.join('')).toMatch(/cannot (?:both )?(?:go|be written) to |it is not a baseline/);
    for (const [name, text] of Object.entries(texts))
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
    if (argv.includes('b')) expect(readFileSync(join(folder, 'b'), 'utf8')).toContain('duplicate-action');
    expect(readdirSync(folder)).not.toContain('new');
  });

  test.each(['', '/', '/.', '/new/', '/new/..'])('what is or ends as a folder is none: %j', async (end) => {
    const path = file('a.json');
    expect(await main(['lint', path, '--output', `${folder}${end}`], io)).toBe(2);
    expect(io.said.join('')).toContain('cannot be written: it is a folder');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });
});

test('a file is told to be the same by any path and link', () => {
  const [file, other] = [join(folder, 'a.json'), join(folder, 'b.json')];
  writeFileSync(file, '{}');
  writeFileSync(other, '{}');
  symlinkSync(file, join(folder, 'soft.json'));
  linkSync(file, join(folder, 'hard.json'));
  // Windows takes `..` as it is written; elsewhere it leads out of what a link leads to.
  mkdirSync(join(folder, 'in/deep'), { recursive: true });
  symlinkSync(join(folder, 'in/deep'), join(folder, 'deep'));
  expect(io.isSameFile(file, `${folder}/new/../a.json`)).toBe(true);
  expect(io.isSameFile(`${folder}/new/x/../../a.json`, file)).toBe(true);
  expect(io.isSameFile(`${folder}/new/b`, `${folder}/other/../new/./b`)).toBe(true);
  expect(io.isSameFile(`${folder}/deep/../a.json`, file)).toBe(false);
  expect(io.isSameFile(`${folder}/deep/../../a.json`, file)).toBe(true);
  expect(io.isSameFile(`${folder}/deep/../new`, `${folder}/in/new`)).toBe(true);
  symlinkSync('absent.json', join(folder, 'dangling.json'));
  expect(io.isSameFile(`${folder}/dangling.json`, `${folder}/absent.json`)).toBe(true);
  symlinkSync('circle.json', join(folder, 'circle.json'));
  expect(io.isSameFile(`${folder}/circle.json`, file)).toBe(false);
  expect(io.isSameFile('/dev/null', '/dev/null')).toBe(false);
  const same = ['a.json', 'b.json', 'soft.json', 'hard.json', 'none.json', '.'].map((name) =>
    io.isSameFile(file, `${folder}/./${name}`),
  );
  expect(same).toEqual([true, false, true, true, false, false]);
});
