import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../rules/', import.meta.url);

/** Every file of `rules/`: path below it -> text. */
export function readRulesFiles(): Map<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const base = decodeURIComponent(root.pathname);
  return new Map(
    names.map((path) => [path.replace(base, '').replace(/^\//u, ''), readFileSync(path, 'utf8')]),
  );
}
