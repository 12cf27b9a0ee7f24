import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts generated code in the place of source files while esbuild bundles.
 * @param root folder that the paths are below
 * @param makers path of each file (with `/`) -> a function that gives the code in its place, as JavaScript
 * @returns the plugin, and a check for after the last bundle: it throws where a file was in none of them, so that a file
 *   that moves cannot quietly be bundled as it is
 * @throws when there is no such file
 */
export function replacedFiles(root, makers) {
  const used = new Set();
  for (const path of Object.keys(makers)) readFileSync(join(root, path));
  const plugin = {
    name: 'replaced-files',
    setup({ onLoad }) {
      for (const [path, make] of Object.entries(makers)) {
        const file = join(root, path);
        onLoad({ filter: new RegExp(`^${file.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`) }, () => {
          used.add(path);
          return { contents: make(), resolveDir: root, loader: 'js' };
        });
      }
    },
  };
  const assertAllUsed = () => {
    const unused = Object.keys(makers).filter((path) => !used.has(path));
    if (unused.length > 0) throw new Error(`no bundle holds what the build replaces: ${unused.join(', ')}`);
  };
  return { plugin, assertAllUsed };
}
