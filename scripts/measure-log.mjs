// Reads a generated debug log of many MiB from a pipe, and says how much memory and time it took.
// `node scripts/measure-log.mjs [MiB] [seed]`; exit code 1 above the goal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const size = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? 1);
/** MiB of memory that reading may take, whatever the log holds. */
const goal = 150;

const folder = mkdtempSync(join(tmpdir(), 'iamscope-log-'));
try {
  const reader = await bundle(
    'reader.mjs',
    `import { readLogCalls } from './src/cli/files/read-calls.ts';
     import { nodeIo } from './src/cli/node-io.ts';
     import { openWorld } from './src/cli/world.ts';
     const io = nodeIo(${JSON.stringify(join(root, 'dist', 'data'))});
     const world = openWorld(io);
     const start = performance.now();
     const { needs } = readLogCalls('-', { catalogue: world.catalogue, hosts: world.hosts(), cloud: 'any' }, io);
     const calls = [...needs.calls, ...needs.unknown].reduce((sum, { count }) => sum + count, 0);
     const { maxRSS } = process.resourceUsage();
     console.log(JSON.stringify({ calls, maxRSS: maxRSS / 1024, seconds: (performance.now() - start) / 1000 }));`,
  );
  const generator = await bundle(
    'generator.mjs',
    `export { generatedLog } from './test/generate/logs/generated-log.ts';`,
  );
  const { generatedLog } = await import(pathToFileURL(generator).href);
  const child = spawn(process.execPath, [reader], { stdio: ['pipe', 'pipe', 'inherit'] });
  let result = '';
  child.stdout.on('data', (text) => {
    result += text;
  });
  for (const piece of generatedLog(size * 1024 * 1024, seed))
    if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the reader failed with exit code ${status}`);
  const { calls, maxRSS, seconds } = JSON.parse(result);
  console.log(
    `${size} MiB, ${calls} calls: ${seconds.toFixed(1)} s, ${maxRSS.toFixed(0)} MiB of memory (goal: ${goal})`,
  );
  process.exitCode = maxRSS <= goal ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function bundle(name, contents) {
  const outfile = join(folder, name);
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}
