import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { hasInstallScript?: true; resolved?: string }>>;
}

interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const root = join(import.meta.dirname, '..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const { packages } = read('package-lock.json') as Lock;

test('of every package with an install script it is said whether it may run', () => {
  const withScripts = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript && path !== '' ? [path.replace(/^.*node_modules\//, '')] : [],
  );
  expect((read('package.json') as Manifest).allowScripts).toEqual({
    '@tree-sitter-grammars/tree-sitter-hcl': false,
    esbuild: true,
  });
  expect(withScripts.sort()).toEqual(['@tree-sitter-grammars/tree-sitter-hcl', 'esbuild']);
});

test('what would compile the grammar compiles nothing', () => {
  expect(packages['node_modules/node-gyp-build']?.resolved).toBe('file:scripts/no-compiler');
  expect(readFileSync(join(root, 'scripts/no-compiler/index.cjs'), 'utf8')).toBe('#!/usr/bin/env node\n');
});
