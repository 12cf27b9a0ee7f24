import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyText } from '../support/run-cli.ts';

// The built program, over a folder as it may be found in an old repository.
const program = join(import.meta.dirname, '..', '..', 'dist', 'iamscope.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-many-'));
const folder = join(scratch, 'repository');
const isRoot = process.getuid?.() === 0;
const clean = policyText(['ims:images:list', 'ims:images:get']);
const faulty = clean.replace('"Allow"', '"allow"');
const longName = `${'n'.repeat(245)}.json`;
let server: Server | undefined;

function put(name: string, content: string | Uint8Array = clean): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function lint(argv: readonly string[], options: { readonly cwd?: string; readonly input?: string } = {}) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, 'lint', ...argv], {
    cwd: options.cwd ?? folder,
    encoding: 'utf8',
    input: options.input ?? '',
    // A pipe that is waited for would hang: the test says so, instead of the runner's limit.
    timeout: 25_000,
  });
  expect(signal).toBeNull();
  return { status, stdout, lines: stdout.trimEnd().split('\n'), notes: stderr.trimEnd().split('\n') };
}

/** 998 files that can be read: 661 policies, 41 of them faulty, and other things. */
function mixedFiles(): void {
  for (let i = 0; i < 600; i++) put(`policies/${i % 20}/clean-${i}.json`);
  for (let i = 0; i < 38; i++) put(`policies/${i % 20}/faulty-${i}.json`, faulty);
  for (let i = 0; i < 200; i++) put(`packages/${i}/package.json`, `{"name":"p${i}","actions":["build"]}`);
  for (let i = 0; i < 60; i++) put(`data/${i}.json`, JSON.stringify([{ effect: i }, 'Statement', null]));
  for (let i = 0; i < 40; i++) put(`data/${i}.yaml`, `# Statement ${i}\nname: workflow\non: [push]\n`);
  for (let i = 0; i < 34; i++)
    put(
      `binary/${i}.json`,
      Uint8Array.from({ length: 3000 }, (_, at) => (at * at * (i + 3)) % 256),
    );
  put('data/empty.json', '');
  put('data/space.json', ' \n\t\n');
  put('data/zeros.json', new Uint8Array(100_000));
  put('data/deep.json', '['.repeat(200_000));
  for (const name of [
    'with space.json',
    '-q.json',
    '--quiet.json',
    'colour\u001b[31m.json',
    'zh-镜像.json',
    'A.JSON',
  ])
    put(`names/${name}`);
  for (let i = 0; i < 13; i++) put(`names/deeper${'/d'.repeat(i * 10)}/policy.json`);
  put('names/line\nbreak.json', faulty);
  put(`names/${longName}`, faulty);
  put('names/$(touch pwned).json', faulty);
}

/** 50 MB each: an export of data, a policy that somebody padded, and nothing but zeros; and one of 3 GB with holes. */
function hugeFiles(): void {
  const row = `${JSON.stringify({ id: 1, text: 'an action, an effect, a statement' })},\n`;
  put('huge/data.json', `[${row.repeat(Math.ceil(50_000_000 / row.length))}{}]`);
  put('huge/policy.json', clean.replace('}]}', `}${' '.repeat(50_000_000)}]}`));
  put('huge/zeros.json', '');
  truncateSync(join(folder, 'huge/zeros.json'), 50_000_000);
  put('huge/holes.json', '');
  truncateSync(join(folder, 'huge/holes.json'), 3_000_000_000);
}

async function oddFiles(): Promise<void> {
  put('odd/folder.json/policy.json', faulty);
  mkdirSync(join(folder, 'odd/empty.json'));
  symlinkSync('../..', join(folder, 'odd/folder.json/up'));
  symlinkSync('.', join(folder, 'odd/self.json'));
  symlinkSync('loop-b.json', join(folder, 'odd/loop-a.json'));
  symlinkSync('loop-a.json', join(folder, 'odd/loop-b.json'));
  symlinkSync('nowhere', join(folder, 'odd/dangling.json'));
  symlinkSync('/dev/zero', join(folder, 'odd/device.json'));
  expect(spawnSync('mkfifo', [join(folder, 'odd/pipe.json')]).status).toBe(0);
  server = createServer();
  // The path of a socket is short.
  await new Promise<void>((done) => server?.listen(join(scratch, 'socket'), done));
  symlinkSync(join(scratch, 'socket'), join(folder, 'odd/socket.json'));
  writeFileSync(
    Buffer.concat([Buffer.from(`${folder}/odd/`), Buffer.from([0xe9]), Buffer.from('.json')]),
    clean,
  );
  put('odd/locked.json', faulty);
  chmodSync(join(folder, 'odd/locked.json'), 0);
}

beforeAll(async () => {
  mixedFiles();
  hugeFiles();
  await oddFiles();
}, 120_000);

afterAll(() => {
  server?.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('a folder of 1,000 mixed files', () => {
  test('is linted to the end: a finding, a note or a count for each file', () => {
    const { status, lines, notes } = lint(['--format', 'compact']);
    expect(status).toBe(1);
    const large = lines.filter((line) => line.includes(': error input-too-large'));
    expect(large).toEqual([expect.stringMatching(/^huge\/policy\.json:/)]);
    // Root opens what is locked.
    const syntaxErrors = lines.filter((line) => line.includes(': error invalid-effect'));
    expect(syntaxErrors).toHaveLength(38 + 3 + 1 + (isRoot ? 1 : 0));
    expect(lines).toHaveLength(syntaxErrors.length + large.length);
    expect(lines).toContainEqual(expect.stringMatching(/^names\/line\\nbreak\.json:1:41: error/));
    expect(lines).toContainEqual(expect.stringMatching(/^odd\/folder\.json\/policy\.json:1:41: error/));
    expect(notes.sort()).toEqual(
      [
        'iamscope: `huge/data.json` holds more than 8 MB, and is not a policy: left alone',
        'iamscope: `huge/holes.json` holds more than 8 MB, and is not a policy: left alone',
        'iamscope: `huge/zeros.json` holds more than 8 MB, and is not a policy: left alone',
        'iamscope: `odd/dangling.json` is a link that leads nowhere: left alone',
        'iamscope: `odd/loop-a.json` is a link that leads nowhere: left alone',
        'iamscope: `odd/loop-b.json` is a link that leads nowhere: left alone',
        'iamscope: `odd/\uFFFD.json` cannot be read: its name is not UTF-8',
        ...(isRoot ? [] : ['iamscope: `odd/locked.json` cannot be read: permission denied']),
        'iamscope: `odd/device.json` is not a regular file: left alone',
        'iamscope: `odd/pipe.json` is not a regular file: left alone',
        'iamscope: `odd/socket.json` is not a regular file: left alone',
      ].sort(),
    );
  });

  test('the count says how many files were looked at, and how many could not be read', () => {
    const { stdout } = lint([]);
    const count = isRoot
      ? '44 errors in 663 policies (1004 files); 1 file could not be read; 43 fixable with `--fix=unsafe`'
      : '43 errors in 662 policies (1003 files); 2 files could not be read; 42 fixable with `--fix=unsafe`';
    expect(stdout).toContain(`\n${count}\n`);
  });

  test('without what cannot be read, the findings decide', () => {
    const readable = ['policies', 'packages', 'data', 'binary', 'names', 'huge/zeros.json'];
    expect(lint(readable).status).toBe(1);
    expect(lint([...readable, '--fail-on', 'never']).status).toBe(0);
    expect(lint(['packages', 'data', 'binary', 'huge/data.json']).status).toBe(0);
  });

  test('the same folder gives the same bytes, however it is named', () => {
    const whole = lint(['.', '--format', 'json']).stdout;
    expect(lint(['--format', 'json']).stdout).toBe(whole);
    expect(lint(['.', './', 'names/line\nbreak.json', '--format', 'json']).stdout).toBe(whole);
    expect(whole).not.toContain(scratch);
  });
});

describe('named one by one, as a hook does', () => {
  const at = (argv: readonly string[]) => lint(argv, { cwd: join(folder, 'names') });

  test('names are taken as they are after `--`', () => {
    const names = [
      '-q.json',
      '--quiet.json',
      'with space.json',
      'line\nbreak.json',
      '$(touch pwned).json',
      longName,
    ];
    const { status, lines } = at(['--format', 'compact', '--', ...names]);
    expect(status).toBe(1);
    expect(lines.map((line) => line.slice(0, 16))).toEqual([
      '$(touch pwned).j',
      'line\\nbreak.json',
      'nnnnnnnnnnnnnnnn',
    ]);
    expect(at(['-q.json']).notes).toEqual([
      'iamscope: `iamscope lint` has no option `-.`; see `iamscope lint --help`',
    ]);
  });

  test('what is no policy passes without a word', () => {
    for (const name of [
      'packages/1/package.json',
      'data/1.yaml',
      'data/deep.json',
      'data/empty.json',
      'binary/5.json',
    ]) {
      expect(lint([name, '--format', 'compact'])).toMatchObject({ status: 0, stdout: '', notes: [''] });
      expect(lint([name])).toMatchObject({ status: 0, stdout: 'no policy found\n', notes: [''] });
    }
  });

  test('what cannot be read fails, and does not hide the others', () => {
    const { status, lines, notes } = at(['absent.json', 'line\nbreak.json', '../odd/loop-a.json']);
    expect(status).toBe(2);
    expect(lines.at(-1)).toBe(
      '1 error in 1 policy; 2 files could not be read; 1 fixable with `--fix=unsafe`',
    );
    expect(notes).toEqual([
      'iamscope: `absent.json` cannot be read: there is no such file',
      'iamscope: `../odd/loop-a.json` cannot be read: its links lead in a circle',
    ]);
    expect(at(['absent.json'])).toMatchObject({
      status: 2,
      stdout: 'nothing checked: 1 file could not be read\n',
    });
  });

  test('pipes are read to their end, and never waited for where nobody writes', () => {
    const pipe = join(folder, 'odd', 'pipe.json');
    expect(lint([pipe])).toMatchObject({
      status: 2,
      notes: [`iamscope: \`${pipe}\` cannot be read: it is a pipe that nobody writes to`],
    });
    const script = `"$0" "$1" lint --format compact <(sleep 0.2; head -c 30 "$2"; sleep 0.2; tail -c +31 "$2")`;
    const { status, stdout } = spawnSync(
      'bash',
      ['-c', script, process.execPath, program, 'line\nbreak.json'],
      {
        cwd: join(folder, 'names'),
        encoding: 'utf8',
        timeout: 25_000,
      },
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\/dev\/fd\/\d+:1:41: error invalid-effect/);
  });

  test('a device has no end, and is not read', () => {
    expect(lint(['/dev/zero'])).toMatchObject({
      status: 2,
      notes: ['iamscope: `/dev/zero` cannot be read: it is a socket or a device'],
    });
    expect(lint(['/dev/null'])).toMatchObject({ status: 0, stdout: 'no policy found\n', notes: [''] });
  });
});

test('texts of files without findings are not kept', () => {
  const big = join(scratch, 'big');
  mkdirSync(big);
  const text = JSON.stringify({ text: 'x'.repeat(1_000_000) });
  for (let i = 0; i < 100; i++) writeFileSync(join(big, `${i}.json`), text);
  const argv = ['--max-old-space-size=40', program, 'lint', big];
  const { status, stdout } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'no policy found (100 files)\n' });
});

describe('standard input', () => {
  test('goes by the name that an editor gives', () => {
    for (const argv of [['-'], []]) {
      const { status, stdout } = lint(
        [...argv, '--stdin-filename', 'team/reader.json', '--format', 'compact'],
        {
          input: faulty,
        },
      );
      expect(status).toBe(1);
      expect(stdout).toMatch(/^team\/reader\.json:1:41: error invalid-effect/);
    }
  });
});
