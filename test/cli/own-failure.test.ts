import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reasonOf } from '../../src/cli/files/read-named.ts';
import { failureWith, tellOwnFailure } from '../../src/cli/own-failure.ts';
import { main } from '../../src/cli/run.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText } from '../support/run-cli.ts';

const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-failure-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const text = policyText(['ims:images:list']);

/** A world in which something of ours is broken where the file is read, or where what was read is looked at. */
const broken = {
  reading: () => {
    throw new TypeError('io.open is not a function');
  },
  processing: () => ({ length: 3 }) as unknown as Uint8Array,
};

test.each([
  ['lint', 'p.json'],
  ['lint', '--fix', 'p.json'],
  ['lint', '.'],
  ['lint', '*.json'],
  ['lint', '--config', 'p.json'],
  ['can', 'ims:images:list', 'p.json'],
  ['report', 'p.json'],
  ['who-can', 'ims:images:list', 'p.json'],
  ['who-can', 'ims:images:list', '.'],
  ['can', 'ims:images:list', 'p.json', '--context-file', 'p.json'],
])('a failure of ours is not told as one of the file: %s %s %s', async (...argv) => {
  for (const readFile of Object.values(broken)) {
    const io = { ...fakeIo({ 'p.json': text }), readFile };
    await expect(main(argv, io)).rejects.toThrow();
    expect(io.stderr()).toBe('');
  }
});

test.each([
  ['lint', 'p.json'],
  ['can', 'ims:images:list', 'p.json'],
  ['who-can', 'ims:images:list', '.'],
])('a failure with a file that was read names the file: %s %s %s', async (...argv) => {
  const io = { ...fakeIo({ 'p.json': text }), readFile: broken.processing };
  const told = await main(argv, io).catch(tellOwnFailure);
  expect(told).toMatch(
    /^iamscope: this is a bug in iamscope, not in your policies; please report it\nit happened with `p\.json`\nTypeError: .*\n +at /,
  );
});

test('a failure of a rule names the file', async () => {
  const io = fakeIo({ 'p.json': text });
  const readData = (name: string) => (name === 'language.json' ? 'null' : io.readData(name));
  const told = await main(['lint', 'p.json'], { ...io, readData }).catch(tellOwnFailure);
  expect(told).toContain('\nit happened with `p.json`\nTypeError: ');
});

test('the file is named once, and a wrong call is no failure of ours', () => {
  const inner = failureWith('a.json', new TypeError('x'));
  expect(failureWith('b.json', inner)).toBe(inner);
  const wrong = new UsageError('no such rule');
  expect(failureWith('a.json', wrong)).toBe(wrong);
});

test.each([
  ['ENOENT', 'there is no such file'],
  ['EMFILE', 'EMFILE'],
  ['ERR_INVALID_ARG_VALUE', 'no file can have that name'],
])('what the platform refuses is told in words: %s', (code, words) => {
  expect(reasonOf(Object.assign(new Error('no'), { code }))).toBe(words);
});

test.each([
  new TypeError('x is not a function'),
  Object.assign(new TypeError('not a string'), { code: 'ERR_INVALID_ARG_TYPE' }),
  new SyntaxError('Unexpected token'),
])('what it did not refuse is passed on: %s', (error) => {
  expect(() => reasonOf(error)).toThrow(error);
});

test('the built program ends with 70', () => {
  const dist = join(scratch, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  writeFileSync(join(dist, 'data', 'index.json'), '{');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'iamscope.cjs'), 'lint', '-'], {
    encoding: 'utf8',
    input: text,
  });
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr).toMatch(
    /^iamscope: this is a bug in iamscope, .*\nit happened with `<stdin>`\nSyntaxError: /,
  );
});
