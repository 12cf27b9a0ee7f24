// Which file of the program holds which source file, so that each is there once: what several parts of the program need is in
// the core, and the libraries take it from there.
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/**
 * @typedef {Readonly<Record<string, { imports: readonly { path: string, original?: string, external?: boolean }[] }>>} Inputs
 *   what a bundle contains, as esbuild's metafile says it
 * @typedef {ReadonlyMap<string, readonly string[]>} Links names of values, by the file that they come from
 */

/**
 * The source files that the core holds: its own, and those that several libraries contain. What needs a package stays in the
 * libraries, for a package is what they are apart for.
 * @param {Inputs} core
 * @param {readonly Inputs[]} libraries
 * @returns {Set<string>} paths from the root of the repository
 */
export function sharedFiles(core, libraries) {
  const times = new Map();
  for (const path of libraries.flatMap((inputs) => Object.keys(inputs)))
    times.set(path, (times.get(path) ?? 0) + 1);
  const all = Object.assign({}, ...libraries);
  const needsPackage = packageUsers(all);
  const several = [...times].filter(([path, count]) => count > 1 && !needsPackage.has(path));
  return new Set([...Object.keys(core), ...several.map(([path]) => path)]);
}

/** The files that are of a package, or import one that is, directly or further on. */
function packageUsers(inputs) {
  const found = new Set(Object.keys(inputs).filter((path) => !path.startsWith('src/')));
  for (;;) {
    const more = Object.keys(inputs).filter(
      (path) =>
        !found.has(path) && inputs[path].imports.some((next) => !next.external && found.has(next.path)),
    );
    if (more.length === 0) return found;
    for (const path of more) found.add(path);
  }
}

/**
 * What a library takes from the core.
 * @param {string} root folder that paths are relative to
 * @param {Inputs} library
 * @param {ReadonlySet<string>} shared the files that the core holds
 * @returns {Links}
 */
export function linksOf(root, library, shared) {
  const links = new Map();
  for (const [file, { imports }] of Object.entries(library)) {
    if (shared.has(file)) continue;
    for (const { path, original } of imports.filter((next) => shared.has(next.path))) {
      const names = namesImported(readFileSync(join(root, file), 'utf8'), original);
      links.set(path, [...new Set([...(links.get(path) ?? []), ...names])].sort());
    }
  }
  return links;
}

/**
 * The values that a source takes from a path.
 * @param {string} text the source
 * @param {string} path as the source has it
 * @returns {string[]} their names there
 * @throws an error for a form that does not name them
 */
export function namesImported(text, path) {
  const statements = [...text.matchAll(/^(?:import|export) ([^'";]*?)from '([^']+)';/gm)];
  return statements.flatMap(([statement, what, from]) => {
    if (from !== path || /^type\b/.test(what)) return [];
    const [, names] = /^\{([^}]*)\}\s*$/.exec(what) ?? [];
    if (names === undefined) throw new Error(`cannot link \`${statement}\`: it has to name what it imports`);
    const named = names.split(',').map((name) => name.trim().split(' as ')[0]);
    return named.filter((name) => name !== '' && !name.startsWith('type '));
  });
}

/**
 * A plugin for esbuild that lets a library take from the core what that holds.
 * @param {string} root folder that paths are relative to
 * @param {Links} links what the library takes
 * @param {string} core the core's file, seen from the library
 * @returns {import('esbuild').Plugin}
 */
export function linkToCore(root, links, core) {
  return {
    name: 'linking',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, kind, resolveDir, namespace }) => {
        if (namespace === 'core') return { path, external: true };
        const file = relative(root, resolve(resolveDir, path));
        return kind === 'import-statement' && links.has(file) ? { path: file, namespace: 'core' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'core' }, ({ path }) => ({
        contents: `import { linked } from '${core}';\nexport const { ${links.get(path).join(', ')} } = linked[${JSON.stringify(path)}];`,
        resolveDir: root,
      }));
    },
  };
}

/**
 * The source of the core: its main file, and what libraries take from it as `linked`.
 * @param {string} main path of the main file, from the root of the repository
 * @param {readonly Links[]} libraries what each library takes
 * @returns {string}
 */
export function coreSource(main, libraries) {
  const all = new Map();
  for (const [path, names] of libraries.flatMap((links) => [...links]))
    all.set(path, new Set([...(all.get(path) ?? []), ...names]));
  const files = [...all].map(([path, names], file) => ({
    path,
    names: [...names].map((name, index) => ({ name, own: `file${file}_${index}` })),
  }));
  const imports = files.map(
    ({ path, names }) =>
      `import { ${names.map(({ name, own }) => `${name} as ${own}`).join(', ')} } from './${path}';`,
  );
  const members = files.map(
    ({ path, names }) =>
      `${JSON.stringify(path)}: { ${names.map(({ name, own }) => `${name}: ${own}`).join(', ')} }`,
  );
  return `${imports.join('\n')}\nimport './${main}';\nexport const linked = { ${members.join(', ')} };\n`;
}
