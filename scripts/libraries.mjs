// Parts of the program that are files of their own, as a plugin for esbuild: they are loaded when asked for.
import { relative, resolve } from 'node:path';

/**
 * Leaves the files of a list out of other bundles. They may be imported by `import()` only, and `import()` may lead nowhere
 * else in the source: what is not on the list belongs to the bundle that wants it.
 * @param {string} root folder that paths are relative to
 * @param {Readonly<Record<string, readonly string[]>>} libraries paths of source files, by the name of the built file
 * @returns {{ plugin: import('esbuild').Plugin, assertUsed: () => void }} the plugin, for any number of bundles, and what is
 *   to be called after the last of them. It throws for a library that no bundle asks for.
 */
export function onDemand(root, libraries) {
  const all = Object.entries(libraries).flatMap(([name, paths]) => paths.map((path) => ({ name, path })));
  const unused = new Set(all.map(({ path }) => path));
  const targets = new Map(all.map((library) => [resolve(root, library.path), library]));
  return {
    plugin: {
      name: 'libraries',
      setup({ onResolve }) {
        onResolve({ filter: /^\./ }, ({ kind, path, importer, resolveDir }) => {
          const library = targets.get(resolve(resolveDir, path));
          const from = relative(root, importer);
          // Of a library itself, its source is its content.
          if (importer === '<stdin>' || /(?:^|[\\/])node_modules[\\/]/.test(from)) return undefined;
          if (library === undefined && kind !== 'dynamic-import') return undefined;
          if (library === undefined)
            return {
              errors: [
                { text: `${from} loads \`${path}\` on demand, which is not on the list of libraries` },
              ],
            };
          if (kind !== 'dynamic-import')
            return {
              errors: [{ text: `${from} contains \`${library.path}\`, which is to be loaded on demand` }],
            };
          unused.delete(library.path);
          return { path: `./${library.name}.cjs`, external: true };
        });
      },
    },
    assertUsed() {
      const [path] = unused;
      if (path !== undefined) throw new Error(`nothing loads \`${path}\`, which is on the list of libraries`);
    },
  };
}
