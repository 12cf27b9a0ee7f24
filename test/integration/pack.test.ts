import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-pack-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const real = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const { prepare, prepack, postpack, check } = real.scripts;
let made = 0;

/** A small package that is packed as ours is, with a build of its own. */
function packageWith(build: string, scripts: object = {}) {
  const folder = join(scratch, `package-${made++}`);
  mkdirSync(join(folder, 'scripts'), { recursive: true });
  copyFileSync(join(root, 'scripts', 'pack.mjs'), join(folder, 'scripts', 'pack.mjs'));
  copyFileSync(join(root, '.npmrc'), join(folder, '.npmrc'));
  writeFileSync(join(folder, 'scripts', 'build.mjs'), build);
  const manifest = {
    name: 'small',
    version: '1.0.0',
    bin: { small: 'dist/small.cjs' },
    scripts: { prepare, prepack, postpack, build: 'node scripts/build.mjs', check, ...scripts },
    files: ['dist'],
  };
  // Written otherwise than we would write it: it is to come back byte for byte.
  const text = JSON.stringify(manifest, null, '\t');
  writeFileSync(join(folder, 'package.json'), text);
  return {
    folder,
    text,
    manifest: () => readFileSync(join(folder, 'package.json'), 'utf8'),
    isTidy: () => !existsSync(join(folder, 'package.json.orig')),
  };
}

const building = `
  import { mkdirSync, writeFileSync } from 'node:fs';
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/small.cjs', '#!/usr/bin/env node\\nconsole.log("it runs")\\n', { mode: 0o755 });
  console.log('built');
`;

function npm(folder: string, ...argv: readonly string[]) {
  const env = { ...process.env, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
  const { status, stdout, stderr } = spawnSync('npm', argv, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a repository is built after a clone', () => {
  expect(prepare).toBe('node scripts/prepare.mjs');
});

test('a tarball holds no script that npm would run, and installs without a word about one', () => {
  const { folder, text, manifest, isTidy } = packageWith(building);
  expect(npm(folder, 'pack')).toMatchObject({ status: 0, stdout: 'small-1.0.0.tgz\n' });
  expect(manifest()).toBe(text);
  expect(isTidy()).toBe(true);
  const place = join(folder, 'place');
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), '{"private":true}');
  const { status, stdout, stderr } = npm(place, 'install', join(folder, 'small-1.0.0.tgz'));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toContain('script');
  const installed = readFileSync(join(place, 'node_modules/small/package.json'), 'utf8');
  expect((JSON.parse(installed) as typeof real).scripts).toEqual({ build: 'node scripts/build.mjs', check });
  const run = spawnSync(join(place, 'node_modules/.bin/small'), { encoding: 'utf8' });
  expect(run.stdout).toBe('it runs\n');
});

test.each([
  ['the build fails', 'process.exit(3);', []],
  ['there is no place for the tarball', building, ['--pack-destination', 'nowhere']],
])('package.json stays as it was where %s', (_, build, argv) => {
  const { folder, text, manifest, isTidy } = packageWith(build);
  expect(npm(folder, 'pack', ...argv).status).not.toBe(0);
  expect(manifest()).toBe(text);
  expect(isTidy()).toBe(true);
});

test.skipIf(process.platform === 'win32')('package.json comes back when npm is killed', async () => {
  // Packing that takes so long that it is killed.
  const slowly = `${prepack} && node -e 'setTimeout(() => {}, 60000)'`;
  const { folder, text, manifest, isTidy } = packageWith(building, { prepack: slowly });
  const packing = spawn('npm', ['pack'], { cwd: folder, stdio: 'ignore', detached: true });
  while (manifest() === text) await setTimeout(20);
  process.kill(-(packing.pid ?? Number.NaN), 'SIGKILL');
  await once(packing, 'exit');
  while (!isTidy()) await setTimeout(20);
  expect(manifest()).toBe(text);
});

test('package.json that was left without scripts comes back with the next call', () => {
  const { folder, text, manifest, isTidy } = packageWith(building);
  // As a power cut leaves it.
  writeFileSync(join(folder, 'package.json.orig'), text);
  const packed = { ...JSON.parse(text), scripts: { build: 'node scripts/build.mjs', check } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`);
  spawnSync(process.execPath, [join(folder, 'scripts', 'pack.mjs'), 'after']);
  expect(manifest()).toBe(text);
  expect(isTidy()).toBe(true);
});

test('package.json that somebody changed meanwhile is left alone', () => {
  const { folder, text, manifest, isTidy } = packageWith(building);
  writeFileSync(join(folder, 'package.json.orig'), text);
  writeFileSync(join(folder, 'package.json'), '{"name":"other"}');
  const after = spawnSync(process.execPath, [join(folder, 'scripts', 'pack.mjs'), 'after'], {
    encoding: 'utf8',
  });
  expect(after.stderr).toBe(
    'package.json was changed while it was packed: compare it with package.json.orig\n',
  );
  expect(manifest()).toBe('{"name":"other"}');
  expect(isTidy()).toBe(false);
});
