import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

/** What each layer may import besides itself. A reason stands where it is not plain. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  sources: ['model'],
  catalogue: ['model'],
  compile: ['model', 'catalogue'],
  policy: ['model'],
  decide: ['model', 'catalogue'],
  rules: ['model', 'catalogue', 'decide'],
  lint: ['model', 'catalogue', 'policy', 'rules'],
  reporters: ['model'],
  cli: ['model', 'sources', 'catalogue', 'compile', 'policy', 'decide', 'rules', 'lint', 'reporters'],
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

test('no module keeps what it was asked last, and no rule anything', () => {
  const all = Object.keys(mayImport).flatMap(sourceFiles);
  expect(all.filter((file) => /^(?:export )?let /m.test(readFileSync(file, 'utf8')))).toEqual([]);
  // What is known of a catalogue is kept with it.
  const cache =
    /^(?:export )?const .*= new (?:WeakMap<(?!Catalogue|RuleWorld\['catalogue'\])|(?:Map|Set)[^;]*\(\);)/m;
  expect(sourceFiles('rules').filter((file) => cache.test(readFileSync(file, 'utf8')))).toEqual([]);
});
