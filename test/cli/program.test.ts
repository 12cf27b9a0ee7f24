import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

// Real processes of the built program, a handful: `npm test` builds it first.
const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(argv: readonly string[], options: { readonly input?: string; readonly program?: string } = {}) {
  const program = options.program ?? join(root, 'dist', 'iamscope.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: join(root, 'fixtures', 'policies'),
    encoding: 'utf8',
    input: options.input ?? '',
  });
  return { status, stdout, stderr };
}

describe('the built program', () => {
  test('answers with text and exit code', () => {
    const { status, stdout, stderr } = run(['can', 'tag images', 'image-viewer.json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^not-allowed {2}tag images\n/);
  });

  test('reads standard input', () => {
    const input = '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}';
    expect(run(['can', 'list images', '-'], { input }).status).toBe(0);
  });

  test('lints files, folders and globs', () => {
    expect(run(['lint', 'image-tagger.json']).status).toBe(0);
    expect(run(['lint', '.']).stdout).toContain('in 8 policies');
    expect(run(['lint', 'image-u*.json']).stdout).toContain('in 2 policies');
    expect(run(['lint', 'absent-*.json'])).toMatchObject({
      status: 2,
      stderr: 'iamscope: `absent-*.json` matches no file\n',
    });
    expect(run(['lint', 'absent/*.json']).stderr).toBe('iamscope: `absent/*.json` matches no file\n');
  });

  test('says that its working folder is gone', () => {
    const gone = join(scratch, 'gone');
    mkdirSync(gone);
    const { status, stderr } = spawnSync(
      'sh',
      [
        '-c',
        'rmdir "$PWD" && exec "$0" "$@"',
        process.execPath,
        join(root, 'dist', 'iamscope.cjs'),
        'lint',
        '--fix',
      ],
      { cwd: gone, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'iamscope: the working folder was removed\n' });
  });

  test('asks the roles of a configuration', () => {
    const { status, stdout, stderr } = run(['who-can', 'tag images', '--config', '../roles/iamscope.yaml']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}allowed {6}image-creation {2}answered for project `eu-de`$/m);
    expect(stdout).toMatch(
      /^ {2}conditional {2}image-team {6}layer: it depends on where the call is made: /m,
    );
    expect(stdout).toMatch(/^ {2}not-allowed {2}viewers /m);
  });

  test('shows help and version', () => {
    expect(run(['--help']).stdout).toContain('iamscope can <query> <policies..>');
    expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('colours only when asked to, where there is no terminal', () => {
    expect(run(['can', 'list images', 'image-viewer.json']).stdout).not.toContain('\u001b');
    expect(run(['can', 'list images', 'image-viewer.json', '--color']).stdout).toContain('\u001b[32mallowed');
  });

  test('odd paths are answered in words', () => {
    for (const path of ['image-tagger.json/x', `${'x'.repeat(300)}.json`]) {
      for (const argv of [
        ['lint', path],
        ['report', path],
        ['can', 'list images', path],
      ]) {
        const { status, stderr } = run(argv);
        expect(status).toBe(2);
        expect(stderr).toMatch(
          /^iamscope: .* cannot be read: (?:there is no such file|its name is too long)\n$/,
        );
      }
    }
  });

  test('links to files are linted, links to folders and circles of links are not followed', () => {
    const folder = join(scratch, 'links');
    mkdirSync(join(folder, 'below'), { recursive: true });
    writeFileSync(
      join(folder, 'below', 'policy.json'),
      '{"Version":"1.1","Statement":[{"Effect":"allow","Action":["ims:images:list"]}]}',
    );
    symlinkSync(join('below', 'policy.json'), join(folder, 'link.json'));
    symlinkSync('..', join(folder, 'below', 'up.json'));
    symlinkSync('nowhere', join(folder, 'broken.json'));
    const { status, stdout, stderr } = run(['lint', folder, '--format', 'compact']);
    expect(stdout.split('\n').filter((line) => line.includes('invalid-effect'))).toHaveLength(2);
    expect(status).toBe(1);
    expect(stderr).toContain('broken.json` is a link that leads nowhere: left alone');
  });

  test('a misspelt command is recognised', () => {
    expect(run(['reprot', 'image-tagger.json']).stderr).toContain('did you mean `iamscope report`?');
    expect(run(['lint', '--fix', 'unsafe', '--diff']).stderr).toContain('did you mean `--fix=unsafe`?');
    expect(run(['lint', 'unsafe']).stderr).not.toContain('did you mean');
  });

  test('works without the code that the build kept for this version of V8', () => {
    const copy = join(scratch, 'dist');
    cpSync(join(root, 'dist'), copy, { recursive: true });
    const caches = readdirSync(join(copy, 'program')).filter((name) => name.endsWith('.cache'));
    expect(caches).not.toEqual([]);
    for (const cache of caches) rmSync(join(copy, 'program', cache));
    const program = join(copy, 'iamscope.cjs');
    expect(run(['can', 'tag images', 'image-tagger.json'], { program }).status).toBe(0);
    // Code of another text is refused by V8, and compiled anew.
    for (const cache of caches) copyFileSync(join(root, 'package.json'), join(copy, 'program', cache));
    expect(run(['can', 'tag images', 'image-tagger.json'], { program }).status).toBe(0);
  });
});
