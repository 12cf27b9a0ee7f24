import { existsSync, writeFileSync } from 'node:fs';
import { codeCacheOf, loadScript } from '../src/cli/load-script.ts';

// Runs the program as a user would, and keeps V8's code of every script that it loaded, with all functions that the run
// needed; of a script that an earlier run has loaded, that run's: loading much code takes longer than compiling the little
// that is missing. Called by the build as `node keep-code.cjs <main script> <arguments..>`.
const [main = '', ...argv] = process.argv.slice(2);
process.argv = [process.execPath, main, ...argv];
const scripts = new Map<string, { createCachedData(): Buffer }>();
loadScript(main, require, (file, script) => scripts.set(file, script));
process.on('exit', () => {
  for (const [file, script] of scripts) {
    if (!existsSync(codeCacheOf(file))) writeFileSync(codeCacheOf(file), script.createCachedData());
  }
});
