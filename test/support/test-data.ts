import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileData } from '../../src/compile/compile-data.ts';

const rules = join(import.meta.dirname, '..', '..', 'rules');
let compiled: ReadonlyMap<string, string> | undefined;

/** The data files as the build compiles them from rules/, by name below dist/data. */
export function testData(): ReadonlyMap<string, string> {
  compiled ??= new Map([
    ...compileData(rulesFiles()),
    ['version.json', JSON.stringify({ version: '0.0.0-test' })],
  ]);
  return compiled;
}

function rulesFiles(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(rules, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name))
      .sort()
      .map((file) => [relative(rules, file), readFileSync(file, 'utf8')]),
  );
}
