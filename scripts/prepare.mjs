// Builds the program where npm installs it from git. With `npm install -g git+…`, which pre-commit uses too, npm calls this
// without having installed what the build needs.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!isThere('esbuild')) {
  // The settings of the outer call come as variables, and would install for all, and elsewhere.
  const here = ['--global=false', `--prefix=${root}`];
  run('npm', ['ci', ...here, '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
}
run(process.execPath, ['scripts/build.mjs']);

function isThere(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function run(command, argv) {
  const shell = command === 'npm' && process.platform === 'win32';
  const { status } = spawnSync(command, argv, { cwd: root, stdio: 'inherit', shell });
  if (status !== 0) process.exit(status ?? 1);
}
