// The program as CommonJS: the starter, the core and the library files. Nothing is written here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { onDemand } from './libraries.mjs';
import { coreSource, linksOf, linkToCore, sharedFiles } from './linking.mjs';
import { replaceFiles } from './replacements.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * What most calls do without, and what costs more than they do, by the file that it is built to. What is wanted together is
 * in one file. Everything else is in the core.
 */
export const libraries = {
  help: ['src/cli/arguments/help.ts'],
  'build-catalogue': ['src/cli/commands/build-catalogue.ts'],
  'other-commands': ['src/cli/commands/other-commands.ts', 'src/cli/linting/granted-holders.ts'],
  'walk-below': ['src/cli/files/walk-below.ts'],
  terraform: [
    'src/cli/files/read-terraform.ts',
    'src/cli/files/read-plan-file.ts',
    'src/cli/questions/terraform-grants.ts',
  ],
  yaml: ['src/cli/files/read-yaml.ts'],
  'look-alikes': ['src/cli/files/look-alikes.ts'],
  embedded: ['src/cli/files/read-embedded.ts'],
  pages: ['src/cli/files/read-page.ts'],
  'plain-words': ['src/cli/questions/plain-words.ts'],
  fixing: ['src/cli/linting/fixing.ts'],
  'other-forms': ['src/cli/linting/other-forms.ts'],
  colours: ['src/cli/terminal-colours.ts'],
  refusals: ['src/refusals/read-refusal.ts'],
  rules: ['src/rules/rules.ts'],
};

const coreMain = 'src/cli/main.ts';
const coreFile = 'core.cjs';

/**
 * Bundles the whole program.
 * @returns {Promise<{ file: string, text: string, inputs: string[] }[]>} each file of dist/ with its text, and what went into
 *   it: paths of files from the root of the repository
 */
export async function bundleProgram() {
  const replaced = replaceFiles(root, {
    'src/cli/files/schema-checks.ts': schemaChecks,
    'src/cli/files/grammar-files.ts': grammarFiles,
  });
  const loaded = onDemand(root, libraries);
  const plugins = [replaced.plugin, loaded.plugin];
  const contentOf = async (source) => (await buildInMemory(source, { plugins })).metafile.inputs;
  const sources = Object.values(libraries).map(librarySource);
  const [main, ...contents] = await Promise.all([coreMain, ...sources].map(contentOf));
  const shared = sharedFiles(main, contents);
  const links = contents.map((content) => linksOf(root, content, shared));
  const files = [
    await bundle('src/cli/start.ts', 'iamscope.cjs', starterOptions()),
    await bundlePart(sourceOf(coreSource(coreMain, links)), coreFile, { plugins }),
  ];
  for (const [index, name] of Object.keys(libraries).entries()) {
    const linking = linkToCore(root, links[index], `./${coreFile}`);
    files.push(await bundlePart(sources[index], `${name}.cjs`, { plugins: [linking, ...plugins] }));
  }
  replaced.assertUsed();
  loaded.assertUsed();
  return files;
}

/** The source of a library file, which exports what its sources do. */
function librarySource(paths) {
  return sourceOf(paths.map((path) => `export * from './${path}';\n`).join(''));
}

function sourceOf(contents) {
  return { contents, resolveDir: root };
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

/** What is compiled to WebAssembly, by its name in dist/program/: of the packages, nothing else is used. */
export const compiledFiles = {
  'tree-sitter.wasm': 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'terraform.wasm': 'node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
};

/** Where the built program has the files that the source takes from the packages. */
function grammarFiles() {
  return `import { readFileSync } from 'node:fs';
    export const parserBytes = () => readFileSync(\`\${__dirname}/tree-sitter.wasm\`);
    export const grammarBytes = () => readFileSync(\`\${__dirname}/terraform.wasm\`);`;
}

/** Code for the schemas of what people write, in the place of the library that would compile them at every start. */
function schemaChecks() {
  const names = ['config', 'iamtest'];
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, inlineRefs: false };
  const ajv = new Ajv2020({ ...options, code: { source: true, esm: true } });
  for (const name of names)
    ajv.addSchema(JSON.parse(readFileSync(join(root, `rules/schema/${name}.schema.json`), 'utf8')), name);
  const code = standaloneCode.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  const checks = names.map(
    (name) => `export const ${name}Check = () => (value) => (${name}(value) ? [] : ${name}.errors);`,
  );
  return `${code}\n${checks.join('\n')}`;
}

/**
 * Bundles a source into one file of ASCII, as the loader wants it.
 * @param {string | import('esbuild').StdinOptions} source its path from the root of the repository, or itself
 * @param {string} file name in dist/
 * @param {import('esbuild').BuildOptions} [options]
 */
export async function bundle(source, file, options = {}) {
  const { outputFiles, metafile } = await buildInMemory(source, { outfile: file, ...options });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 && existsSync(join(root, path)) ? [path] : [],
  );
  return { file, text: asciiOnly(outputFiles[0].text), inputs };
}

async function buildInMemory(source, options) {
  return await build({
    absWorkingDir: root,
    ...(typeof source === 'string' ? { entryPoints: [join(root, source)] } : { stdin: source }),
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    supported: { 'dynamic-import': false },
    minify: true,
    // Of the two forms of the package, the one for modules does not survive being bundled: it declares a `require` of its own.
    alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    define: { 'import.meta.url': 'importMetaUrl' },
    inject: [join(root, 'scripts/import-meta-url.js')],
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
}

/** A file of the program as the function that its loader (src/cli/load-script.ts) calls. */
async function bundlePart(source, file, options) {
  const { text, ...rest } = await bundle(source, `program/${file}`, options);
  return { ...rest, text: `(function(exports,require,module,__filename,__dirname){${text}\n})` };
}

/**
 * Writes other letters as escapes, as JSON and regular expressions (where esbuild leaves them) take them: a text of ASCII is
 * read several times as fast.
 */
export function asciiOnly(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
