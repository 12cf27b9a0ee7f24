import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

const built = join(import.meta.dirname, '..', '..', 'dist', 'data');
let read: ReadonlyMap<string, string> | undefined;

/**
 * The data files of the last build, by name below dist/data. `test/compile/compiled-data.test.ts` fails where they are not
 * what `rules/` compiles to.
 * @throws when nothing is built
 */
export function testData(): ReadonlyMap<string, string> {
  read ??= readBuiltData();
  return read;
}

function readBuiltData(): ReadonlyMap<string, string> {
  if (!existsSync(built)) throw new Error('dist/data is missing: run `npm run build`');
  return new Map([
    ...readdirSync(built, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => readFile(join(item.parentPath, item.name))),
    ['version.json', JSON.stringify({ version: '0.0.0-test' })],
  ]);
}

function readFile(file: string): readonly [name: string, text: string] {
  const name = relative(built, file).replaceAll('\\', '/');
  const bytes = readFileSync(file);
  return name.endsWith('.gz')
    ? [name.slice(0, -'.gz'.length), gunzipSync(bytes).toString('utf8')]
    : [name, bytes.toString('utf8')];
}
