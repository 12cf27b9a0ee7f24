import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('a large log is read in bounded memory', { timeout: 120_000 }, () => {
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'measure-log.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '100', '7'], { encoding: 'utf8' });
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
});
