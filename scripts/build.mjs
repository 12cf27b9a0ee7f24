// Builds dist/: one CommonJS bundle, chunks for what is loaded on demand, and the data files.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await buildData();
await buildProgram();

/** Bundles the program. A dynamic import becomes a chunk: a bundle of its own beside the others, required when reached. */
async function buildProgram() {
  const done = new Map();
  const waiting = [{ source: join(root, 'src/cli/main.ts'), target: join(dist, 'iamscope.cjs') }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { source, target } = next;
    const chunks = {
      name: 'chunks',
      setup({ onResolve }) {
        onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
          if (kind !== 'dynamic-import') return undefined;
          const chunkSource = resolve(resolveDir, path);
          const chunkTarget = join(dist, 'chunks', `${basename(path, '.ts')}.cjs`);
          if (done.get(chunkTarget) === undefined) {
            done.set(chunkTarget, chunkSource);
            waiting.push({ source: chunkSource, target: chunkTarget });
          } else if (done.get(chunkTarget) !== chunkSource) {
            throw new Error(`two chunks are called ${chunkTarget}`);
          }
          return { path: `./${relative(dirname(target), chunkTarget)}`, external: true };
        });
      },
    };
    await build({
      absWorkingDir: root,
      entryPoints: [source],
      outfile: target,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20.19',
      supported: { 'dynamic-import': false },
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
      logLevel: 'warning',
      plugins: [chunks],
      ...(target.endsWith('iamscope.cjs') ? { banner: { js: '#!/usr/bin/env node' } } : {}),
    });
  }
  chmodSync(join(dist, 'iamscope.cjs'), 0o755);
}

/** Compiles the files of rules/ to the compact JSON that the program loads. */
async function buildData() {
  const compiler = join(dist, 'compile-data.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src/catalogue/compile-data.ts')],
    outfile: compiler,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  const { compileData } = await import(pathToFileURL(compiler).href);
  const files = new Map(
    readdirSync(join(root, 'rules'), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name))
      .sort()
      .map((file) => [relative(join(root, 'rules'), file), readFileSync(file, 'utf8')]),
  );
  rmSync(compiler);
  for (const [name, text] of [...compileData(files), ['version.json', JSON.stringify({ version })]]) {
    const file = join(dist, 'data', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
