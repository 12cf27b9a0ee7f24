import { describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText } from '../support/run-cli.ts';

const clean = policyText(['ims:images:list']);
const faulty = clean.replace('"Allow"', '"allow"');

async function run(argv: readonly string[], world: ReturnType<typeof fakeIo>, changes: Partial<Io> = {}) {
  const exitCode = await main(argv, { ...world, ...changes });
  return { exitCode, stdout: world.stdout(), stderr: world.stderr() };
}

/** A world whose folders list this file too, although it cannot be opened any more. */
function withVanished(world: ReturnType<typeof fakeIo>, path: string): Partial<Io> {
  return {
    async findFiles(pattern) {
      const found = await world.findFiles(pattern);
      return { ...found, files: [...found.files, path].sort() };
    },
  };
}

describe('reading the files of a call', () => {
  test('a file that vanishes before it is read is told of, and no failure', async () => {
    const world = fakeIo({ 'a.json': clean, 'c.json': clean });
    expect(await run(['lint', '.'], world, withVanished(world, 'b.json'))).toEqual({
      exitCode: 0,
      stdout: 'nothing found in 2 policies\n',
      stderr: 'iamscope: `b.json` vanished before it was read\n',
    });
  });

  test('one that is named has to be there', async () => {
    const world = fakeIo({ 'a.json': clean });
    const { exitCode, stderr } = await run(['lint', '.', 'b.json'], world, withVanished(world, 'b.json'));
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'iamscope: `b.json` cannot be read: there is no such file\n',
    });
  });

  test('--quiet leaves notes out, never failures', async () => {
    const world = fakeIo({ 'a.json': faulty });
    const { exitCode, stderr } = await run(
      ['lint', '.', 'c.json', '-q'],
      world,
      withVanished(world, 'b.json'),
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'iamscope: `c.json` cannot be read: there is no such file\n',
    });
  });

  test('files are let go of one by one: none is read before the one before it was linted', async () => {
    const order: string[] = [];
    const world = fakeIo({ 'a.json': clean, 'b.json': clean, 'c.json': clean });
    await run(['lint', '.'], world, {
      readFile(path) {
        order.push(`read ${path}`);
        return world.readFile(path);
      },
      readData(name) {
        if (name.startsWith('actions/')) order.push('lint');
        return world.readData(name);
      },
    });
    expect(order).toEqual(['read a.json', 'lint', 'read b.json', 'read c.json']);
  });

  test('a glob that matches nothing is no file that could not be read', async () => {
    const world = fakeIo({ 'a.json': clean });
    expect(await run(['lint', 'a.json', 'x*.jsonc'], world)).toEqual({
      exitCode: 2,
      stdout: 'nothing found in 1 policy\n',
      stderr: 'iamscope: `x*.jsonc` matches no file\n',
    });
  });
});

describe('progress', () => {
  const many = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [`p/${String(i).padStart(4, '0')}.json`, '{"other": true}']),
  );

  test('is shown on a terminal, and taken away before anything else is said', async () => {
    const { stdout, stderr } = await run(['lint', 'p', 'absent.json'], fakeIo(many), { progress: true });
    expect(stderr.split('\r\u001b[K')).toEqual([
      '',
      'checking file 1 of 1001',
      'checking file 251 of 1001',
      'checking file 501 of 1001',
      'checking file 751 of 1001',
      'checking file 1001 of 1001',
      'iamscope: `absent.json` cannot be read: there is no such file\n',
    ]);
    expect(stdout).toBe('no policy found (1000 files); 1 file could not be read\n');
  });

  test('is not shown elsewhere, nor for little work', async () => {
    expect((await run(['lint', 'p'], fakeIo(many))).stderr).toBe('');
    const { 'p/0000.json': _first, ...fewer } = many;
    expect((await run(['lint', 'p'], fakeIo(fewer), { progress: true })).stderr).toBe('');
  });
});
