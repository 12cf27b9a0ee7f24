import type { Entry } from '../model/entry.ts';
import { nearest } from '../model/nearest.ts';
import { type ApiQuestion, fitOf, isPlaceholder, segmentsOf } from './path-template.ts';

/** Few enough to read. */
const most = 3;

/**
 * The APIs that somebody may have meant by one that is not among the candidates, as `METHOD path`: the same path with other
 * methods, else what is spelt like it, whatever the placeholders are called.
 */
export function nearestApis(
  candidates: readonly Pick<Entry, 'method' | 'path'>[],
  { method, path }: Pick<ApiQuestion, 'method' | 'path'>,
): string[] {
  const names = [...new Set(candidates.map((entry) => `${entry.method} ${entry.path}`))];
  const pathOf = (name: string) => name.slice(name.indexOf(' ') + 1);
  const samePath = names.filter((name) => fitOf(pathOf(name), path) !== undefined);
  if (samePath.length > 0) return samePath.sort().slice(0, most);
  const near =
    nearest(`${method} ${path}`, names, { max: 8 }) ?? nearest(path, names.map(pathOf), { max: 8 });
  if (near === undefined) return nearestShapes(names, `${method} ${path}`);
  return near.includes(' ') ? [near] : names.filter((name) => name === `${method} ${near}`);
}

/** The same without the names of placeholders, which are most of the letters of many paths. */
function nearestShapes(names: readonly string[], wanted: string): string[] {
  const byShape = new Map<string, string>();
  for (const name of [...names].sort()) if (!byShape.has(shapeOf(name))) byShape.set(shapeOf(name), name);
  const near = nearest(shapeOf(wanted), byShape.keys(), { max: 6 });
  const name = near === undefined ? undefined : byShape.get(near);
  return name === undefined ? [] : [name];
}

function shapeOf(name: string): string {
  const [method = '', path = ''] = name.split(' ');
  return `${method} ${segmentsOf(path)
    .map((segment) => (isPlaceholder(segment) ? '{}' : segment))
    .join('/')}`;
}
