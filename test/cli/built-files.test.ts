import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

// What the built program consists of, and what a run loads of it: `npm test` builds it first.
const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const scratch = mkdtempSync(join(tmpdir(), 'iamscope-built-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Libraries that cost more than a whole run, by a text that each keeps through minifying, and the file that has it. */
const libraries = {
  ajv: { mark: 'schema with key or id "', file: 'ajv/dist/core.js' },
  parse5: { mark: 'eof-in-script-html-comment-like-text', file: 'parse5/dist/common/error-codes.js' },
  mdast: { mark: 'tableDelimiterMarker', file: 'micromark-extension-gfm-table/lib/syntax.js' },
  'web-tree-sitter': { mark: 'tree_sitter_parse_callback', file: 'web-tree-sitter/web-tree-sitter.cjs' },
  yaml: { mark: 'BLOCK_AS_IMPLICIT_KEY', file: 'yaml/dist/compose/resolve-block-map.js' },
} as const;
const names = Object.keys(libraries) as (keyof typeof libraries)[];

function librariesIn(scripts: readonly string[]): string[] {
  return names.filter((name) => scripts.some((script) => script.includes(libraries[name].mark)));
}

function scriptsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => join(folder, name));
}

function textsOf(files: readonly string[]): string[] {
  return files.map((file) => readFileSync(file, 'utf8'));
}

/** The program's files that a run reads, by Node's own reading of files. */
function filesReadBy(argv: readonly string[]): string[] {
  const list = join(scratch, 'files.json');
  const watch = join(scratch, 'watch.cjs');
  writeFileSync(
    watch,
    `const fs = require('node:fs');
const files = new Set();
const read = fs.readFileSync;
fs.readFileSync = (file, ...rest) => { files.add(String(file)); return read(file, ...rest); };
process.on('exit', () => fs.writeFileSync(${JSON.stringify(list)}, JSON.stringify([...files])));`,
  );
  const { stderr } = spawnSync(process.execPath, ['-r', watch, join(dist, 'iamscope.cjs'), ...argv], {
    cwd: join(root, 'fixtures'),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const files = JSON.parse(readFileSync(list, 'utf8')) as string[];
  return files.filter((file) => file.startsWith(dist) && file.endsWith('.cjs'));
}

describe('the built program', () => {
  test.each(names)('%s is told by a text that its own files hold', (name) => {
    const { mark, file } = libraries[name];
    expect(readFileSync(join(root, 'node_modules', file), 'utf8')).toContain(mark);
  });

  test('has the readers of documentation, and nothing that compiles schemas', () => {
    expect(librariesIn(textsOf(scriptsOf(dist)))).toEqual(['parse5', 'mdast', 'web-tree-sitter', 'yaml']);
  });

  test.each([
    ['lint', ['lint', 'policies/image-tagger.json'], []],
    ['can', ['can', 'tag images', 'policies/image-tagger.json'], []],
    ['lint of a folder', ['lint', 'policies'], []],
    ['lint of Terraform', ['lint', 'rules/clean/terraform.tf'], ['web-tree-sitter']],
    ['lint of YAML', ['lint', 'rules/clean/yaml-with-comments.yaml'], ['yaml']],
    [
      'lint with a configuration',
      ['lint', 'policies/image-tagger.json', '--config', 'roles/iamscope.yaml'],
      ['yaml'],
    ],
  ])('%s loads no library that it does not need', (_name, argv, needed) => {
    const files = filesReadBy(argv);
    expect(files.length).toBeGreaterThan(0);
    expect(librariesIn(textsOf(files))).toEqual(needed);
  });
});
