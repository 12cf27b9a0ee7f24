// Generated code in the place of source files, as a plugin for esbuild. A path that names no file, and a file that nothing
// reaches, fail the build: a filter that matches nothing would put the code out of use without a word.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Replaces files while bundling.
 * @param {string} root folder that paths are relative to
 * @param {Readonly<Record<string, () => string>>} replacements by the path of the file: makes the code in its place
 * @returns {{ plugin: import('esbuild').Plugin, assertUsed: () => void }} the plugin, for any number of bundles, and what is
 *   to be called after the last of them. It throws for a file that no bundle contained.
 * @throws an error for a path that names no file
 */
export function replaceFiles(root, replacements) {
  const unused = new Set(Object.keys(replacements));
  for (const path of unused) {
    if (!existsSync(join(root, path))) throw new Error(`cannot replace \`${path}\`: there is no such file`);
  }
  const files = new Map(Object.keys(replacements).map((path) => [resolve(root, path), path]));
  return {
    plugin: {
      name: 'replacements',
      setup({ onLoad }) {
        onLoad({ filter: /.*/ }, ({ path: file }) => {
          const path = files.get(file);
          if (path === undefined) return undefined;
          unused.delete(path);
          return { contents: replacements[path](), resolveDir: root, loader: 'js' };
        });
      },
    },
    assertUsed() {
      const [path] = unused;
      if (path !== undefined) throw new Error(`no bundle contains \`${path}\`, so nothing was replaced`);
    },
  };
}
