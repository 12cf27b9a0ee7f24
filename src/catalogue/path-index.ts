import { compareText } from './order.ts';
import { isPlaceholder, readTemplate, segmentsOf } from './path-template.ts';

/** The path templates of all services that paths of some lengths can fit, as a tree with a level for each segment. */
export interface PathIndex {
  /** Services with a template that ends here. */
  readonly services?: readonly string[];
  /** Services with a template that has its final `*` in the next segment, by what precedes it there, in lower case. */
  readonly rests?: Readonly<Record<string, readonly string[]>>;
  /** What follows, by the next segment. */
  readonly next?: Readonly<Record<string, PathIndex>>;
}

/** The indexes are apart by the number of segments that a path has, up to this: a question needs one of them. */
export const longestPath = 9;

/** The data file with the index for paths of so many segments. */
export function pathIndexFile(segments: number): string {
  return `paths/${Math.min(segments, longestPath)}.json`;
}

/** The steps from the root of the index to where a template is kept, and what precedes its final `*`, if it has one. */
export function placeInIndex(template: string): {
  readonly steps: readonly string[];
  readonly rest?: string;
} {
  const { segments, rest } = readTemplate(template);
  const steps = segments.map((segment) => (isPlaceholder(segment) ? placeholder : segment.toLowerCase()));
  return rest === undefined ? { steps } : { steps, rest: rest.toLowerCase() };
}

/** The step of every placeholder. */
const placeholder = '{}';

/**
 * The services with a template that the path fits, as `fitOf` tells, sorted.
 * @param indexOf the index for paths of so many segments
 */
export function servicesWithPath(indexOf: (segments: number) => PathIndex, path: string): string[] {
  const asked = segmentsOf(path);
  const found = new Set<string>();
  const add = (services: readonly string[] = []) => {
    for (const service of services) found.add(service);
  };
  const visit = (node: PathIndex | undefined, depth: number) => {
    if (node === undefined) return;
    const segment = (asked[depth] ?? '').toLowerCase();
    for (const [start, services] of Object.entries(node.rests ?? {}))
      if (segment.startsWith(start)) add(services);
    if (depth === asked.length) {
      add(node.services);
      return;
    }
    visit(stepFrom(node, placeholder), depth + 1);
    if (!isPlaceholder(segment)) visit(stepFrom(node, segment), depth + 1);
  };
  visit(indexOf(asked.length), 0);
  return [...found].sort(compareText);
}

function stepFrom({ next = {} }: PathIndex, step: string): PathIndex | undefined {
  return Object.hasOwn(next, step) ? next[step] : undefined;
}
