import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPolicies } from '../../src/cli/files/find-policies.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText } from '../support/run-cli.ts';
import { runReal, writeFiles } from '../support/run-real.ts';

const scratch = mkdtempSync(join(tmpdir(), 'iamscope-walk-'));
const isRoot = process.getuid?.() === 0;
const clean = policyText(['ims:images:list']);
let server: Server | undefined;

beforeAll(async () => {
  writeFiles(scratch, {
    'odd/p.json': clean,
    'odd/.#x': '',
    'only/.keep': '',
    'none/data.json': '{}',
    'none/b.json':
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/*"]}]}',
    'locked/inner/p.json': clean,
    'iamscope.yaml': 'roles: { team: { grants: [{ policy: pipe.json }] } }\n',
  });
  symlinkSync('me@host.1234', join(scratch, 'odd/.#p.json'));
  symlinkSync('p.json/below', join(scratch, 'odd/through.json'));
  symlinkSync('loop.json', join(scratch, 'odd/loop.json'));
  symlinkSync('nowhere', join(scratch, 'only/p.json'));
  symlinkSync('/dev/zero', join(scratch, 'odd/zero.json'));
  symlinkSync('/dev/zero', join(scratch, 'zero.yaml'));
  execFileSync('mkfifo', [join(scratch, 'odd/pipe.json'), join(scratch, 'pipe.json')]);
  mkdirSync(join(scratch, 'fifo-config'));
  execFileSync('mkfifo', [join(scratch, 'fifo-config/iamscope.yaml')]);
  server = createServer();
  await new Promise<void>((done) => server?.listen(join(scratch, 'odd/s.json'), done));
});

afterAll(() => {
  server?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const notes = [
  'iamscope: `odd/pipe.json` is not a regular file: left alone',
  'iamscope: `odd/s.json` is not a regular file: left alone',
  'iamscope: `odd/zero.json` is not a regular file: left alone',
  'iamscope: `odd/.#p.json` is a link that leads nowhere: left alone',
  'iamscope: `odd/loop.json` is a link that leads nowhere: left alone',
  'iamscope: `odd/through.json` is a link that leads nowhere: left alone',
];

describe('what is met on the way through a folder and cannot be read', () => {
  test.each([
    ['a folder', ['odd']],
    ['a glob', ['odd/**/*.json']],
  ])('is a note of `lint`: %s', async (_, paths) => {
    const { exitCode, stdout, stderr } = await runReal(['lint', '--no-config', ...paths], scratch);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'nothing found in 1 policy\n' });
    expect(stderr.trimEnd().split('\n').sort()).toEqual([...notes].sort());
    const quiet = await runReal(['lint', '--no-config', '--quiet', ...paths], scratch);
    expect(quiet).toEqual({ exitCode: 0, stdout: 'nothing found in 1 policy\n', stderr: '' });
  });

  test('is a note of `who-can`', async () => {
    const { exitCode, stderr } = await runReal(['who-can', 'ims:images:list', 'odd'], scratch);
    expect(exitCode).toBe(0);
    expect(stderr.trimEnd().split('\n').sort()).toEqual([...notes].sort());
  });

  test.skipIf(isRoot)('does not fail the call where permission is missing, and is counted', async () => {
    chmodSync(join(scratch, 'locked/inner'), 0);
    const { exitCode, stdout, stderr } = await runReal(
      ['lint', '--no-config', 'locked', 'odd/p.json'],
      scratch,
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: 'nothing found in 1 policy; 1 file could not be read\n',
      stderr: 'iamscope: `locked/inner` cannot be read: permission denied\n',
    });
    const named = await runReal(['lint', '--no-config', 'locked/inner/'], scratch);
    expect(named).toMatchObject({
      exitCode: 2,
      stderr: 'iamscope: `locked/inner` cannot be read: permission denied\n',
    });
    chmodSync(join(scratch, 'locked/inner'), 0o755);
  });

  test('a folder that vanishes after it was listed is told as that', async () => {
    const gone = {
      path: 'x/y',
      error: Object.assign(new Error(), { code: 'ENOENT' }),
      kind: 'folder' as const,
    };
    const locked = {
      path: 'x/z',
      error: Object.assign(new Error(), { code: 'EACCES' }),
      kind: 'folder' as const,
    };
    const named = { ...locked, path: 'x' };
    const io = {
      ...fakeIo({ 'x/p.json': clean }),
      findFiles: async () => ({ files: [], others: [], unreadable: [gone, locked, named] }),
    };
    expect(await findPolicies(['x/'], io)).toMatchObject({
      notes: ['`x/y` vanished before it was read'],
      unread: ['`x/z` cannot be read: permission denied'],
      unreadable: ['`x` cannot be read: permission denied'],
    });
  });

  test.each([
    ['odd/.#p.json', '`odd/.#p.json` cannot be read: there is no such file'],
    ['odd/loop.json', '`odd/loop.json` cannot be read: its links lead in a circle'],
    ['odd/pipe.json', '`odd/pipe.json` cannot be read: it is a pipe that nobody writes to'],
    ['odd/s.json', '`odd/s.json` cannot be read: it is a socket or a device'],
    ['odd/zero.json', '`odd/zero.json` cannot be read: it is a socket or a device'],
    ['only/*.json', '`only/*.json` matches no file'],
  ])('fails the call where it is named: %s', async (path, message) => {
    const { exitCode, stderr } = await runReal(['lint', '--no-config', path], scratch);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`iamscope: ${message}\n`);
  });
});

describe('a question to nobody', () => {
  test.each([
    { argv: ['none'], message: 'no policy found in `none`' },
    { argv: ['none', 'none/*.json'], message: 'no policy found in `none`, `none/*.json`' },
    { argv: ['none/data.json'], message: '`none/data.json` holds no policy' },
    { argv: ['only/'], message: 'no policy found in `only/`' },
  ])('is answered by nobody: who-can $argv', async ({ argv, message }) => {
    for (const format of ['pretty', 'json', 'csv', 'markdown']) {
      const run = await runReal(['who-can', 'ims:images:list', ...argv, '--format', format], scratch);
      expect({ ...run, stderr: run.stderr.split('\n').at(-2) }).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: `iamscope: ${message}`,
      });
    }
  });

  test.each([
    { argv: ['can', 'ims:images:list', 'none/data.json'] },
    { argv: ['report', 'none/data.json'] },
    { argv: ['report', 'odd/p.json', 'none/data.json'] },
  ])('$argv names a file without a policy', async ({ argv }) => {
    expect(await runReal(argv, scratch)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'iamscope: `none/data.json` holds no policy\n',
    });
  });
});

describe('what says how a call works has an end', () => {
  test.each([
    {
      argv: ['lint', '--config', '/dev/zero'],
      message: '`/dev/zero` cannot be read: it is a socket or a device',
    },
    {
      argv: ['lint', '--config', 'extends.yaml'],
      message: '`zero.yaml` cannot be read: it is not a regular file',
    },
    {
      argv: ['lint', '--config', 'pipe.yaml'],
      message: '`pipe.json` cannot be read: it is not a regular file',
    },
    {
      argv: ['lint', '--config', 'large.yaml'],
      message: '`large.yaml` cannot be read: it is larger than 512 kB',
    },
    {
      argv: ['lint', '--config', 'base.yaml'],
      message: '`/dev/zero` cannot be read: it is not a regular file',
    },
    {
      argv: ['lint', '--baseline', '/dev/zero'],
      message: '`/dev/zero` cannot be read: it is a socket or a device',
    },
    {
      argv: ['can', 'ims:images:list', 'odd/p.json', '--context-file', 'large.yaml'],
      message: '`large.yaml` cannot be read: it is larger than 512 kB',
    },
    {
      argv: ['can', 'ims:images:list', '/dev/zero'],
      message: '`/dev/zero` cannot be read: it is a socket or a device',
    },
    {
      argv: ['can', 'ims:images:list', '--role', 'team'],
      message: '`pipe.json` cannot be read: it is not a regular file',
    },
    {
      argv: ['report', '/dev/random'],
      message: '`/dev/random` cannot be read: it is a socket or a device',
    },
  ])('$argv', async ({ argv, message }) => {
    writeFiles(scratch, {
      'extends.yaml': 'extends: ./zero.yaml\n',
      'pipe.yaml': 'extends: pipe.json\n',
      'base.yaml': 'baseline: /dev/zero\n',
    });
    writeFileSync(join(scratch, 'large.yaml'), `# ${'x'.repeat(600 * 1024)}\n`);
    const { exitCode, stderr } = await runReal(argv, scratch);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('nobody waits for a configuration that is a pipe', async () => {
    expect(await runReal(['lint'], join(scratch, 'fifo-config'))).toMatchObject({
      exitCode: 2,
      stderr: 'iamscope: `iamscope.yaml` cannot be read: it is not a regular file\n',
    });
  });
});
