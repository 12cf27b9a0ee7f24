// Shows that `lint --fix` changes no decision, that a second run changes nothing, and that nothing else in a file changes:
// on generated policies, 10,000 unless told otherwise. `node scripts/check-fixes.mjs [count] [seed] [unsafe|yaml]`, after a
// build: with `yaml` on policies in YAML; with `unsafe` that `lint --fix=unsafe` loses no policy of generated broken texts,
// and leaves none worse.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Two runs at a time do not take each other's program.
const check = `${root}/dist/check-fixes-${process.pid}.mjs`;
await build({
  entryPoints: [`${root}/scripts/check-fixes.ts`],
  outfile: check,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const [count = '10000', seed = '1', which = 'safe'] = process.argv.slice(2);
const { status } = spawnSync(process.execPath, [check, `${root}/dist/data`, count, seed, which], {
  stdio: 'inherit',
});
rmSync(check);
process.exitCode = status ?? 1;
