// Builds dist/: the program as CommonJS (a starter, the core, and libraries loaded on demand) with the licences of what it
// contains, its data files, and V8's code for it.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { licenceTexts } from './licences.mjs';
import { asciiOnly, bundle, bundleProgram, compiledFiles, root } from './program.mjs';

const dist = join(root, 'dist');
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

/** Writes the program, and the licences of what it contains. */
async function buildProgram() {
  const files = await bundleProgram();
  for (const { file, text } of files) write(file, text);
  for (const [name, path] of Object.entries(compiledFiles))
    write(`program/${name}`, readFileSync(join(root, path)));
  const inputs = [...files.flatMap((file) => file.inputs), ...Object.values(compiledFiles)];
  write('LICENSES.txt', licenceTexts(root, inputs));
  chmodSync(join(dist, 'iamscope.cjs'), 0o755);
}

/** Writes a file of dist/. @param {string | Uint8Array} content */
function write(name, content) {
  const file = join(dist, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/**
 * Keeps V8's code for the program, from real runs, so that starting it need not compile what most calls need. It is bound to
 * this machine's version of V8; another version ignores it. Every run adds what it compiled: more code takes longer to load,
 * in all calls, so that only what is called often, or by people who wait, belongs here.
 */
async function keepCode() {
  const { file, text } = await bundle('scripts/keep-code.ts', 'keep-code.cjs');
  write(file, text);
  // Clean policies: what findings need is compiled when there are any.
  const policy = join(root, 'fixtures/policies/image-tagger.json');
  const usual = [
    ['lint', policy],
    ['can', 'ims:images:get', policy],
    ['can', 'PUT /v1/cloudimages/tags', policy],
    ['can', 'tag images', policy],
    ['lint', policy, '--config', join(root, 'fixtures/adoption/iamscope.yaml')],
  ];
  // Of these, only what is in libraries of their own: the rest of their code would cost the usual ones more than it saves these.
  const others = [
    ['can', 'delete a vpc', policy],
    ['lint', join(root, 'fixtures/rules/clean/yaml-with-comments.yaml')],
    ['lint', join(root, 'fixtures/rules/clean/terraform.tf')],
  ];
  const core = join(dist, 'program/core.cjs');
  for (const run of [...usual, ...others]) {
    const script = join(dist, 'keep-code.cjs');
    const which = usual.includes(run) ? 'all' : 'new';
    const { status } = spawnSync(process.execPath, [script, core, which, ...run], { encoding: 'utf8' });
    if (status === null || status >= 70)
      throw new Error(`\`iamscope ${run.join(' ')}\` failed while being built`);
  }
  rmSync(join(dist, 'keep-code.cjs'));
}

/** The address of a repository as a browser takes it; none where the package has none. */
function webAddress(repository) {
  return (repository?.url ?? repository)?.replace(/^git\+/, '').replace(/\.git$/, '');
}

/** The evidence, and what only single commands need. The rest is read at many a start. */
const seldomRead = /\.claims\.json$|^(?:corrections|terraform-calls|vocabulary)\.json$/;

/** Compiles the files of rules/ to the compact JSON that the program loads. */
async function buildData() {
  const compiler = join(dist, 'compile-data.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src/compile/compile-data.ts')],
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
    if (seldomRead.test(name)) write(join('data', `${name}.gz`), gzipSync(text, { level: 9 }));
    else write(join('data', name), asciiOnly(text));
  }
}

await buildData();
await buildProgram();
await keepCode();
