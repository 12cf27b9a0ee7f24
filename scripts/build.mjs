// Builds dist/: the program as CommonJS (a starter, and chunks loaded on demand), its data files, and V8's code for it.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

/** Bundles the program. A dynamic import becomes a chunk: a bundle of its own, required when reached. */
async function buildProgram() {
  await bundle('src/cli/start.ts', 'iamscope.cjs', { banner: { js: '#!/usr/bin/env node' } });
  chmodSync(join(dist, 'iamscope.cjs'), 0o755);
  const sources = new Map([['main.cjs', 'src/cli/main.ts']]);
  for (const [name, source] of sources) {
    await bundle(source, join('chunks', name), { plugins: [chunksInto(sources), configCheck] });
  }
}

/** Leaves dynamic imports out of a bundle and notes what they load. Appending to a map while iterating visits the new. */
function chunksInto(sources) {
  return {
    name: 'chunks',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const source = relative(root, resolve(resolveDir, path));
        const name = `${basename(path, '.ts')}.cjs`;
        if ((sources.get(name) ?? source) !== source) throw new Error(`two chunks are called ${name}`);
        sources.set(name, source);
        return { path: `./${name}`, external: true };
      });
    },
  };
}

/** Puts code for the schema of the configuration in the place of the library that would compile it at every start. */
const configCheck = {
  name: 'config-check',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]cli[\\/]config-check\.ts$/ }, () => {
      const schema = JSON.parse(readFileSync(join(root, 'rules/schema/config.schema.json'), 'utf8'));
      const options = { allErrors: true, verbose: true, allowUnionTypes: true };
      const ajv = new Ajv2020({ ...options, code: { source: true, esm: true } });
      const code = standaloneCode.default(ajv, ajv.compile(schema));
      const check = 'export const configCheck = () => (value) => (validate(value) ? [] : validate.errors);';
      return { contents: `${code}\n${check}`, resolveDir: root, loader: 'js' };
    });
  },
};

/** Bundles a source into one file of ASCII, as the loader of chunks wants it. */
async function bundle(source, target, options = {}) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, source)],
    outfile: join(dist, target),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    supported: { 'dynamic-import': false },
    minify: true,
    define: { 'import.meta.url': 'importMetaUrl' },
    inject: [join(root, 'scripts/import-meta-url.js')],
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  const file = join(dist, target);
  mkdirSync(dirname(file), { recursive: true });
  for (const { text } of outputFiles) writeFileSync(file, asciiOnly(text));
}

/** What is left of other letters stands in regular expressions, where esbuild does not escape them by itself. */
function asciiOnly(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Keeps V8's code for the chunks, from real runs, so that starting the program need not compile them. It is bound to
 * this machine's version of V8; another version ignores it.
 */
async function keepCode() {
  await bundle('scripts/keep-code.ts', 'keep-code.cjs');
  const policy = join(root, 'fixtures/policies/image-operator.json');
  const runs = [
    ['lint', policy],
    ['report', policy],
    ['can', 'tag images', policy],
    ['explain', 'PUT /v1/cloudimages/tags'],
    ['who-can', 'tag images', '--config', join(root, 'fixtures/roles/iamscope.yaml')],
    ['lint', join(root, 'fixtures/policies')],
    ['lint', join(root, 'fixtures/adoption'), '--config', join(root, 'fixtures/adoption/iamscope.yaml')],
    ['lint', join(root, 'fixtures/rules/clean/yaml-with-comments.yaml')],
  ];
  for (const run of runs) {
    const script = join(dist, 'keep-code.cjs');
    const { status } = spawnSync(process.execPath, [script, join(dist, 'chunks/main.cjs'), ...run], {
      encoding: 'utf8',
    });
    if (status === null || status >= 70)
      throw new Error(`\`iamscope ${run.join(' ')}\` failed while being built`);
  }
  rmSync(join(dist, 'keep-code.cjs'));
}

/** The address of a repository as a browser takes it; none where the package has none. */
function webAddress(repository) {
  return (repository?.url ?? repository)?.replace(/^git\+/, '').replace(/\.git$/, '');
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
  for (const [name, text] of [
    ...compileData(files),
    ['version.json', JSON.stringify({ version, repository: webAddress(repository) })],
  ]) {
    const file = join(dist, 'data', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

await buildData();
await buildProgram();
await keepCode();
