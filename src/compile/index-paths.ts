import { compareText } from '../catalogue/order.ts';
import { longestPath, type PathIndex, placeInIndex } from '../catalogue/path-index.ts';
import type { Entry } from '../model/entry.ts';

/** The indexes by which a question's path finds the services that have it: at each place that for paths of so many segments. */
export function indexPaths(entries: readonly Pick<Entry, 'service' | 'path'>[]): readonly PathIndex[] {
  const placed = entries.map(({ service, path }) => ({ service, ...placeInIndex(path) }));
  return Array.from({ length: longestPath + 1 }, (_, length) =>
    indexOf(
      placed.filter(
        ({ steps, rest }) =>
          // What a final `*` stands for may have any number of segments.
          Math.min(steps.length, longestPath) === length || (rest !== undefined && steps.length < length),
      ),
    ),
  );
}

function indexOf(
  entries: readonly (ReturnType<typeof placeInIndex> & { readonly service: string })[],
): PathIndex {
  const root = emptyNode();
  for (const { service, steps, rest } of entries) {
    const node = steps.reduce((parent, step) => valueAt(parent.next, step, emptyNode), root);
    const services = rest === undefined ? node.services : valueAt(node.rests, rest, () => new Set());
    services.add(service);
  }
  return packNode(root);
}

interface Node {
  readonly services: Set<string>;
  readonly rests: Map<string, Set<string>>;
  readonly next: Map<string, Node>;
}

function emptyNode(): Node {
  return { services: new Set(), rests: new Map(), next: new Map() };
}

function valueAt<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function packNode({ services, rests, next }: Node): PathIndex {
  return {
    ...(services.size === 0 ? {} : { services: sorted(services) }),
    ...(rests.size === 0 ? {} : { rests: packMap(rests, sorted) }),
    ...(next.size === 0 ? {} : { next: packMap(next, packNode) }),
  };
}

function sorted(services: ReadonlySet<string>): string[] {
  return [...services].sort(compareText);
}

function packMap<Value, Packed>(
  map: ReadonlyMap<string, Value>,
  pack: (value: Value) => Packed,
): Record<string, Packed> {
  return Object.fromEntries([...map].map(([key, value]) => [key, pack(value)]));
}
