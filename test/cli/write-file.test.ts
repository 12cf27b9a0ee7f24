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
import { afterEach, beforeEach, expect, test } from 'vitest';
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
  mkdirSync(join(folder, 'c'));
  linkSync(file('d.json'), join(folder, 'c/e.json'));
  expect(await main(['lint', '--fix', folder, path, link], io)).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(fixed);
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

test('a file is told to be the same by any path and link', () => {
  const [file, other] = [join(folder, 'a.json'), join(folder, 'b.json')];
  writeFileSync(file, '{}');
  writeFileSync(other, '{}');
  symlinkSync(file, join(folder, 'soft.json'));
  linkSync(file, join(folder, 'hard.json'));
  const same = ['a.json', 'b.json', 'soft.json', 'hard.json', 'none.json', '.'].map((name) =>
    io.isSameFile(file, `${folder}/./${name}`),
  );
  expect(same).toEqual([true, false, true, true, false, false]);
});
