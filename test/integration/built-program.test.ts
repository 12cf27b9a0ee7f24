import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDemand } from '../../scripts/libraries.mjs';
import { licenceTexts } from '../../scripts/licences.mjs';
import { coreSource, linksOf, namesImported, sharedFiles } from '../../scripts/linking.mjs';
import { bundleProgram, compiledFiles, libraries } from '../../scripts/program.mjs';
import { replaceFiles } from '../../scripts/replacements.mjs';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-build-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let made = 0;

/** A folder of source files. */
function sources(files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, `sources-${made++}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function bundled(folder: string, plugin: Plugin): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [join(folder, 'main.ts')],
    write: false,
    bundle: true,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    plugins: [plugin],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

describe('code that the build puts in the place of a file', () => {
  const folder = sources({
    'main.ts': "import { check } from './below/check.ts';\ncheck();\n",
    'below/check.ts': "export const check = () => 'slow';\n",
    'other.ts': 'export const other = 1;\n',
  });
  const code = () => "export const check = () => 'fast';";

  test('is in the bundle', async () => {
    const { plugin, assertUsed } = replaceFiles(folder, { 'below/check.ts': code });
    expect(await bundled(folder, plugin)).toMatch(/^(?![\s\S]*slow)[\s\S]*fast/);
    expect(assertUsed).not.toThrow();
  });

  test('fails the build where there is no such file', () => {
    expect(() => replaceFiles(folder, { 'check.ts': code })).toThrow(
      'cannot replace `check.ts`: there is no such file',
    );
  });

  test('fails the build where no bundle contains the file', async () => {
    const { plugin, assertUsed } = replaceFiles(folder, { 'below/check.ts': code, 'other.ts': code });
    await bundled(folder, plugin);
    expect(assertUsed).toThrow('no bundle contains `other.ts`, so nothing was replaced');
  });
});

describe('libraries', () => {
  const main = (text: string) => sources({ 'main.ts': text, 'a/big.ts': 'export const big = 1;\n' });

  test('are left out, and required when reached', async () => {
    const folder = main("import('./a/big.ts').then(console.log);\n");
    const { plugin, assertUsed } = onDemand(folder, { big: ['a/big.ts'] });
    const text = await bundled(folder, plugin);
    expect(text).toContain('require("./big.cjs")');
    expect(text).not.toContain('big = 1');
    expect(assertUsed).not.toThrow();
  });

  test.each([
    [
      "import('./a/big.ts').then(console.log);\n",
      {},
      'main.ts loads `./a/big.ts` on demand, which is not on the list',
    ],
    [
      "import { big } from './a/big.ts';\nconsole.log(big);\n",
      { big: ['a/big.ts'] },
      'main.ts contains `a/big.ts`, which is to be loaded on demand',
    ],
  ])('fail the build where a source and the list disagree: %j, %j', async (text, list, message) => {
    const folder = main(text);
    await expect(bundled(folder, onDemand(folder, list).plugin)).rejects.toThrow(message);
  });

  test('fail the build where nothing loads them', async () => {
    const folder = main('console.log(1);\n');
    const { plugin, assertUsed } = onDemand(folder, { big: ['a/big.ts'] });
    await bundled(folder, plugin);
    expect(assertUsed).toThrow('nothing loads `a/big.ts`');
  });
});

describe('libraries that share files with the core', () => {
  const folder = sources({
    'src/both.ts':
      "import { deep } from './deep.ts';\nexport const both = () => deep;\nexport type Both = string;\n",
    'src/deep.ts': 'export const deep = 1;\n',
    'src/one.ts':
      "import { type Both, both as it } from './both.ts';\nexport const one: Both = String(it());\n",
    'src/two.ts': "export { both } from './both.ts';\n",
  });
  const inputs = {
    'src/both.ts': { imports: [{ path: 'src/deep.ts', original: './deep.ts' }] },
    'src/deep.ts': { imports: [] },
    'src/packaged.ts': { imports: [{ path: 'node_modules/a/index.js', original: 'a' }] },
    'node_modules/a/index.js': { imports: [] },
  };
  const one = { ...inputs, 'src/one.ts': { imports: [{ path: 'src/both.ts', original: './both.ts' }] } };
  const two = { ...inputs, 'src/two.ts': { imports: [{ path: 'src/both.ts', original: './both.ts' }] } };
  const main = { 'src/main.ts': { imports: [] } };

  test('leave them to it, but for what needs a package', () => {
    expect([...sharedFiles(main, [one, two])]).toEqual(['src/main.ts', 'src/both.ts', 'src/deep.ts']);
    expect([...sharedFiles(main, [one])]).toEqual(['src/main.ts']);
  });

  test('take values from it by name, and no types', () => {
    const shared = sharedFiles(main, [one, two]);
    expect([...linksOf(folder, one, shared)]).toEqual([['src/both.ts', ['both']]]);
    expect(coreSource('src/main.ts', [linksOf(folder, one, shared), linksOf(folder, two, shared)])).toBe(
      `import { both as file0_0 } from './src/both.ts';
import './src/main.ts';
export const linked = { "src/both.ts": { both: file0_0 } };
`,
    );
  });

  test.each(["import * as all from './a.ts';", "import all from './a.ts';", "export * from './a.ts';"])(
    'fail the build for %s, which names nothing',
    (text) => {
      expect(() => namesImported(text, './a.ts')).toThrow('it has to name what it imports');
    },
  );
});

describe('the program', () => {
  let files: Awaited<ReturnType<typeof bundleProgram>> = [];
  beforeAll(async () => {
    files = await bundleProgram();
  }, 60_000);

  test('is a starter, a core, a file for each library, and what is compiled to WebAssembly', () => {
    const built = readdirSync(join(dist, 'program')).filter((name) => !name.endsWith('.cache'));
    const scripts = files.flatMap(({ file }) => file.split('program/')[1] ?? []);
    expect(built.sort()).toEqual([...scripts, ...Object.keys(compiledFiles)].sort());
    expect(files).toHaveLength(2 + Object.keys(libraries).length);
  });

  test('contains each source file once, save what needs the package of a library', () => {
    const inputs = files.flatMap((file) => file.inputs).filter((path) => path.startsWith('src/'));
    const again = inputs.filter((path, index) => inputs.indexOf(path) !== index);
    expect([...new Set(again)].sort()).toEqual([]);
  });

  test('checks a configuration without the library that compiles schemas', () => {
    const compiler = /[\\/]ajv[\\/]dist[\\/](?!runtime)/;
    expect(files.flatMap((file) => file.inputs).filter((path) => compiler.test(path))).toEqual([]);
    // Words that the compiler says: the code that it generates does not.
    const words = 'schema must be object or boolean';
    expect(readFileSync(join(root, 'node_modules/ajv/dist/core.js'), 'utf8')).toContain(words);
    for (const name of readdirSync(join(dist, 'program')))
      expect(readFileSync(join(dist, 'program', name), 'latin1').includes(words)).toBe(false);
  });

  test('carries the licences of all packages that it contains', () => {
    const texts = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
    expect(texts).toBe(
      licenceTexts(root, [...files.flatMap(({ inputs }) => inputs), ...Object.values(compiledFiles)]),
    );
    for (const [name, words] of [
      ['yargs', 'Permission is hereby granted'],
      ['yaml', 'Permission to use, copy, modify'],
      ['web-tree-sitter', 'Permission is hereby granted'],
      ['@tree-sitter-grammars/tree-sitter-hcl', 'Apache License'],
      ['diff', 'Redistribution and use in source and binary forms'],
      ['@nodelib/fs.walk', 'Permission is hereby granted'],
    ] as const) {
      const [, own = ''] =
        new RegExp(`^-{78}\n${name} \\d[^\n]*\n([^]*?)(?:^-{78}|$(?![^]))`, 'm').exec(texts) ?? [];
      expect(own).toContain(words);
    }
  });

  test('names no package without the text of its licence', () => {
    const folder = sources({
      'node_modules/bare/package.json': '{"name":"bare","version":"1.0.0","license":"MIT"}',
    });
    expect(() => licenceTexts(folder, ['node_modules/bare/index.js'])).toThrow(
      'bare 1.0.0 (MIT) comes without the text of its licence',
    );
  });
});

describe('the starter', () => {
  /** Alone in its folder: whatever it loaded would fail. */
  const starter = join(scratch, 'iamscope.cjs');
  beforeAll(() => copyFileSync(join(dist, 'iamscope.cjs'), starter));

  function startOn(version: string) {
    const preload = join(scratch, `node-${version}.cjs`);
    writeFileSync(preload, `Object.defineProperty(process.versions, 'node', { value: '${version}' });`);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', preload, starter, 'lint'], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test.each(['0.12.18', '4.9.1', '18.20.8', '20.0.0', '20.18.3'])('refuses Node %s in a line', (version) => {
    expect(startOn(version)).toEqual({
      status: 2,
      stdout: '',
      stderr: `iamscope needs Node.js 20.19 or later, this is ${version}\n`,
    });
  });

  test.each(['20.19.0', '20.20.2', '21.0.0', '100.1.0'])('loads the program on Node %s', (version) => {
    expect(startOn(version).stderr).toContain('ENOENT');
  });

  test('is understood by every version of Node: ES5', () => {
    const code = readFileSync(starter, 'utf8').replace(/"(?:[^"\\]|\\.)*"/g, '""');
    expect(code).not.toMatch(/=>|`|\.\.\.|\b(?:const|let|class|async|await|import|export)\b|\?\?|\?\./);
  });
});
