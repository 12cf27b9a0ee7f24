import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nodeIo } from '../../src/cli/node-io.ts';
import { main } from '../../src/cli/run.ts';
import { testData } from '../support/test-data.ts';

/** What fails, and with which error. */
const failing = vi.hoisted(() => new Map<string, string>());

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const error = (name: string) => Object.assign(new Error(name), { code: failing.get(name) });
  return {
    ...fs,
    /** A full disk takes the beginning. */
    writeSync(file: number, bytes: Uint8Array, offset: number) {
      if (!failing.has('write')) return fs.writeSync(file, bytes, offset);
      if (offset > 0) throw error('write');
      return fs.writeSync(file, bytes, 0, 10);
    },
    renameSync(from: string, to: string) {
      if (failing.has('rename')) throw error('rename');
      fs.renameSync(from, to);
    },
  };
});

const fixable =
  '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list","ims:images:list"]}]}';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iamscope-full-'));
  writeFileSync(join(folder, 'a.json'), fixable);
});
afterEach(() => {
  failing.clear();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  { what: 'write', code: 'ENOSPC', words: 'no space is left' },
  { what: 'write', code: 'EDQUOT', words: 'EDQUOT' },
  { what: 'rename', code: 'EACCES', words: 'permission denied' },
])('nothing stays behind where a file cannot be written: $code', async ({ what, code, words }) => {
  const said: string[] = [];
  const io = {
    ...nodeIo(''),
    readData: (name: string) => testData().get(name) ?? '',
    out: () => {},
    err: (text: string) => said.push(text),
  };
  const path = join(folder, 'a.json');
  failing.set(what, code);
  expect(await main(['lint', '--fix', path], io)).toBe(2);
  expect(await main(['lint', path, '--output', join(folder, 'report.txt')], io)).toBe(2);
  expect(said.join('')).toContain(`\`${path}\` is not fixed: it cannot be written: ${words}\n`);
  expect(said.join('')).toContain(`report.txt\` cannot be written: ${words}\n`);
  expect(readdirSync(folder)).toEqual(['a.json']);
  expect(readFileSync(path, 'utf8')).toBe(fixable);
});

test('a draft of somebody else is not taken away', () => {
  const draft = join(folder, `a.json.${process.pid}.tmp`);
  writeFileSync(draft, 'theirs');
  expect(() => nodeIo('').writeFile(join(folder, 'a.json'), 'new')).toThrow(
    expect.objectContaining({ code: 'EEXIST' }),
  );
  expect(readFileSync(draft, 'utf8')).toBe('theirs');
});
