// The program as CommonJS: the starter, the core and the library files. Nothing is written here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { libraryFile, onDemand } from './libraries.mjs';
import { replaceFiles } from './replacements.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What most calls do without, and what costs more than they do. Everything else is in the core. */
export const libraries = [
  'src/cli/arguments/help.ts',
  'src/cli/commands/build-catalogue.ts',
  'src/cli/files/walk-below.ts',
  'src/cli/files/read-yaml.ts',
  'src/cli/terminal-colours.ts',
  'src/refusals/read-refusal.ts',
];

/**
 * Bundles the whole program.
 * @returns {Promise<{ file: string, text: string, inputs: string[] }[]>} each file of dist/ with its text, and what went into
 *   it: paths of files from the root of the repository
 */
export async function bundleProgram() {
  const replaced = replaceFiles(root, { 'src/cli/files/config-check.ts': configCheck });
  const loaded = onDemand(root, libraries);
  const options = { plugins: [replaced.plugin, loaded.plugin] };
  const files = [
    await bundle('src/cli/start.ts', 'iamscope.cjs', starterOptions()),
    await bundlePart('src/cli/main.ts', 'program/core.cjs', options),
  ];
  for (const library of libraries)
    files.push(await bundlePart(library, `program/${libraryFile(library)}`, options));
  replaced.assertUsed();
  loaded.assertUsed();
  return files;
}

/**
 * The starter has to be understood by every version of Node, so that it can refuse the old ones: esbuild fails for what it
 * cannot write in ES5.
 */
function starterOptions() {
  const [, least] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node) ?? [];
  if (least === undefined) throw new Error(`\`engines\` of package.json is not of the form \`>=20.19\``);
  return {
    target: 'es5',
    banner: { js: '#!/usr/bin/env node' },
    define: { LEAST_NODE: JSON.stringify(least) },
    inject: [],
  };
}

/** Code for the schema of the configuration, in the place of the library that would compile it at every start. */
function configCheck() {
  const schema = JSON.parse(readFileSync(join(root, 'rules/schema/config.schema.json'), 'utf8'));
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, inlineRefs: false };
  const ajv = new Ajv2020({ ...options, code: { source: true, esm: true } });
  const code = standaloneCode.default(ajv, ajv.compile(schema));
  return `${code}\nexport const configCheck = () => (value) => (validate(value) ? [] : validate.errors);`;
}

/**
 * Bundles a source into one file of ASCII, as the loader wants it.
 * @param {string} source its path from the root of the repository
 * @param {string} file name in dist/
 * @param {import('esbuild').BuildOptions} [options]
 */
export async function bundle(source, file, options = {}) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, source)],
    outfile: file,
    write: false,
    metafile: true,
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
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
  return { file, text: asciiOnly(outputFiles[0].text), inputs };
}

/** A file of the program as the function that its loader (src/cli/load-script.ts) calls. */
async function bundlePart(source, file, options) {
  const { text, ...rest } = await bundle(source, file, options);
  return { ...rest, text: `(function(exports,require,module,__filename,__dirname){${text}\n})` };
}

/**
 * Writes other letters as escapes, as JSON and regular expressions (where esbuild leaves them) take them: a text of ASCII is
 * read several times as fast.
 */
export function asciiOnly(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
