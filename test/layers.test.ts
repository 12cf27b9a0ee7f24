import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

/** What each layer may import besides itself. A reason stands where it is not plain. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  sources: ['model'],
  patterns: ['model'],
  catalogue: ['model', 'patterns'],
  // Titles are read as questions are.
  questions: ['model'],
  compile: ['model', 'patterns', 'catalogue', 'questions'],
  policy: ['model'],
  carriers: ['model', 'policy'],
  refusals: ['model', 'catalogue'],
  decide: ['model', 'patterns', 'catalogue'],
  generate: ['model', 'patterns', 'catalogue', 'policy', 'carriers', 'refusals', 'decide'],
  rules: ['model', 'patterns', 'catalogue', 'decide'],
  lint: ['model', 'catalogue', 'policy', 'rules'],
  review: ['model', 'patterns', 'catalogue', 'decide'],
  reporters: ['model'],
  cli: [
    'model',
    'sources',
    'patterns',
    'catalogue',
    'questions',
    'compile',
    'policy',
    'carriers',
    'refusals',
    'decide',
    'generate',
    'rules',
    'lint',
    'review',
    'reporters',
  ],
};

const root = join(import.meta.dirname, '..', 'src');

function sourceFiles(layer: string): string[] {
  return readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, layer, file));
}

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

test('the table names every folder of src', () => {
  expect(readdirSync(root).sort()).toEqual(Object.keys(mayImport).sort());
});

test.each(Object.keys(mayImport))('src/%s imports only the layers below it', (layer) => {
  const files = sourceFiles(layer);
  expect(files).not.toEqual([]);
  const outside = files.flatMap((file) =>
    imports(file).flatMap((target) => {
      const [other] = target.startsWith('.') ? relative(root, resolve(dirname(file), target)).split(sep) : [];
      return other === undefined || other === layer || mayImport[layer]?.includes(other)
        ? []
        : [`${file}: ${target}`];
    }),
  );
  expect(outside).toEqual([]);
});

/** Files outside the folders that import anything of them, by their path below `src`. */
function importersOf(folders: readonly string[]): string[] {
  return Object.keys(mayImport)
    .filter((layer) => !folders.includes(layer))
    .flatMap(sourceFiles)
    .filter((file) =>
      imports(file).some((target) => {
        const [layer = ''] = relative(root, resolve(dirname(file), target)).split(sep);
        return target.startsWith('.') && folders.includes(layer);
      }),
    )
    .map((file) => relative(root, file).replaceAll(sep, '/'));
}

test('what runs only when the data is built is reached by `catalogue build` alone', () => {
  expect(importersOf(['sources', 'compile'])).toEqual(['cli/commands/build-catalogue.ts']);
});

test.each(Object.keys(mayImport).filter((layer) => layer !== 'cli'))(
  'src/%s touches no file, terminal or clock',
  (layer) => {
    const touching = sourceFiles(layer).filter(
      (file) =>
        imports(file).some((target) => target.startsWith('node:')) ||
        /\b(?:process\.|console\.|Date\.now|new Date\(\))/.test(readFileSync(file, 'utf8')),
    );
    expect(touching).toEqual([]);
  },
);

/** The folders and files of `src/cli`: each imports only from the lines before its own. */
const linesOfCli: readonly (readonly string[])[] = [
  ['exit-codes.ts', 'io.ts', 'is-older.ts', 'usage-error.ts', 'terminal-colours.ts'],
  ['descriptors.ts', 'load-script.ts', 'own-failure.ts', 'world.ts'],
  ['files'],
  ['git'],
  ['config', 'output.ts'],
  ['arguments'],
  ['questions', 'completion'],
  ['linting'],
  ['commands'],
  ['run.ts', 'node-io.ts'],
  ['main.ts'],
  ['start.ts'],
];

test('the list has every folder and file of src/cli', () => {
  expect(linesOfCli.flat().sort()).toEqual(readdirSync(join(root, 'cli')).sort());
});

test.each(
  linesOfCli
    .flat()
    .filter((part) => !part.endsWith('.ts'))
    .concat('.'),
)('src/cli/%s imports only what comes before it', (folder) => {
  const lineOf = (part: string | undefined) => linesOfCli.findIndex((line) => part && line.includes(part));
  const partOf = (path: string) => relative(join(root, 'cli'), path).split(sep)[0];
  const files =
    folder === '.'
      ? sourceFiles('cli').filter((file) => dirname(file) === join(root, 'cli'))
      : sourceFiles(join('cli', folder));
  const backwards = files.flatMap((file) =>
    imports(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => resolve(dirname(file), target))
      .filter((target) => {
        const [part, other] = [partOf(file), partOf(target)];
        return part !== other && other !== '..' && lineOf(other) >= lineOf(part);
      })
      .map((target) => `${relative(root, file)}: ${relative(root, target)}`),
  );
  expect(backwards).toEqual([]);
});

test('the call as it is written is seen in src/cli/arguments alone', () => {
  const written = join(root, 'cli', 'arguments', 'parse-arguments.ts');
  const importers = sourceFiles('cli').filter((file) =>
    imports(file).some((target) => resolve(dirname(file), target) === written),
  );
  expect(importers.map(dirname).filter((folder) => folder !== dirname(written))).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  const files = Object.keys(mayImport).flatMap(sourceFiles);
  const imported = new Map(
    files.map((file) => [file, imports(file).map((target) => resolve(dirname(file), target))]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, way: readonly string[]): void => {
    const before = way.indexOf(file);
    if (before >= 0)
      circles.push([...way.slice(before), file].map((step) => relative(root, step)).join(' -> '));
    if (before >= 0 || done.has(file)) return;
    for (const target of imported.get(file) ?? []) follow(target, [...way, file]);
    done.add(file);
  };
  for (const file of files) follow(file, []);
  expect(circles).toEqual([]);
});

test('no module keeps what it was asked last, and no rule anything', () => {
  const all = Object.keys(mayImport).flatMap(sourceFiles);
  expect(all.filter((file) => /^(?:export )?let /m.test(readFileSync(file, 'utf8')))).toEqual([]);
  const cache = /^(?:export )?const .*= new (?:WeakMap|(?:Map|Set)[^;]*\(\);)/m;
  expect(sourceFiles('rules').filter((file) => cache.test(readFileSync(file, 'utf8')))).toEqual([]);
});
