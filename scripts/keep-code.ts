import { existsSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { codeCacheOf, loadScript } from '../src/cli/load-script.ts';

/** The flags of V8 that the parser of Terraform sets, and what they imply, as they are otherwise. */
const usualFlags = [
  '--no-liftoff-only',
  '--wasm-tier-up',
  '--wasm-dynamic-tiering',
  '--no-wasm-lazy-validation',
];

// Runs the program as a user would, and keeps V8's code of every script that it loaded, with all functions that this run and
// those before it needed. Called by the build as `node keep-code.cjs <main script> <all|new> <arguments..>`; `new`:
// only of scripts of which no code is kept yet.
const [main = '', which, ...argv] = process.argv.slice(2);
process.argv = [process.execPath, main, ...argv];
const scripts = new Map<string, { createCachedData(): Buffer }>();
loadScript(main, require, (file, script) => scripts.set(file, script));
process.on('exit', () => {
  // V8 refuses code that it kept while its flags were other ones.
  for (const flag of usualFlags) setFlagsFromString(flag);
  for (const [file, script] of scripts)
    if (which === 'all' || !existsSync(codeCacheOf(file)))
      writeFileSync(codeCacheOf(file), script.createCachedData());
});
