import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file of `rules/`: path below it -> text. */
export function rulesFiles(): Map<string, string> {
  return new Map(
    readdirSync('rules', { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name))
      .map((file) => [relative('rules', file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
  );
}

/** The files that must be there (schemas, vocabulary), and those that the pattern names: a fault in one is found without the others. */
export function fewRulesFiles(others?: RegExp): Map<string, string> {
  const needed = /^(?:schema|vocabulary)\/|^corrections\/pages\./u;
  return new Map([...rulesFiles()].filter(([name]) => needed.test(name) || others?.test(name)));
}
