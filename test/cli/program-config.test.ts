import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-config-'));
cpSync(join(root, 'fixtures', 'adoption'), scratch, { recursive: true });

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(argv: readonly string[], cwd = scratch) {
  const program = join(root, 'dist', 'iamscope.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What the fixture is about: other rules may find something in it, too. */
const only = ['--only', 'unknown-action,unknown-service,uppercase-service'];

describe('the built program with a configuration', () => {
  test('reads one that extends another, with suppressions and a baseline', () => {
    expect(run(['lint', ...only])).toEqual({ status: 0, stdout: '2 suppressed in 1 policy\n', stderr: '' });
  });

  test('its baseline is fresh', () => {
    const file = join(scratch, 'iamscope-baseline.json');
    const before = readFileSync(file, 'utf8');
    expect(run(['lint', '--update-baseline', ...only]).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('checks it by the code that the build made of the schema, in the same words', () => {
    const wrong = join(scratch, 'wrong.yaml');
    const messages = [
      ['clod: otc', 'wrong.yaml:1: unknown key `clod`; did you mean `cloud`?'],
      [
        'rules:\n  unknown-acton: off',
        'wrong.yaml:2: unknown rule `unknown-acton`; did you mean `unknown-action`?',
      ],
      ['rules: { unknown-action: of }', '`rules.unknown-action` cannot be `of`; did you mean `off`?'],
      [
        'suppressions: [{ files: "", rule: unknown-action, reason: x }]',
        '`suppressions.0.files` must not be empty',
      ],
      ['exclude: 7', '`exclude` has to be a list'],
    ] as const;
    for (const [text, message] of messages) {
      writeFileSync(wrong, text);
      const { status, stderr } = run(['lint', '--config', 'wrong.yaml']);
      expect(status).toBe(2);
      expect(stderr).toContain(message);
    }
  });

  test('init, then lint, in an empty folder', () => {
    const empty = mkdtempSync(join(scratch, 'empty-'));
    expect(run(['init'], empty)).toMatchObject({ status: 0, stderr: '' });
    expect(run(['lint'], empty)).toEqual({ status: 0, stdout: 'no policy found\n', stderr: '' });
    expect(run(['init'], empty).status).toBe(2);
  });
});
