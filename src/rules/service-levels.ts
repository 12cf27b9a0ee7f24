import type { Catalogue } from '../model/catalogue.ts';
import type { PatternAction, PolicyAction } from './policy-actions.ts';

/** What a policy holds of services of one level. */
export interface OfLevel {
  readonly level: 'global' | 'project';
  /** The first action of them. */
  readonly first: PolicyAction;
  /** Their codes as the policy has them, in lower case. */
  readonly services: ReadonlySet<string>;
}

/** The levels of service as messages name them. */
export const levelWords = { global: 'a global service', project: 'a project-level service' } as const;

/**
 * The levels whose services the actions of a policy name, the first named first: one or two of them, or none. `*`, services whose level
 * no page says, and services that are granted both ways are of neither.
 * @param without pointers of actions that do not count
 */
export function levelsIn(
  patterns: readonly PatternAction[],
  catalogue: Catalogue,
  without: ReadonlySet<string> = new Set(),
): readonly OfLevel[] {
  const found = new Map<string, OfLevel & { readonly services: Set<string> }>();
  for (const action of patterns) {
    const [service] = action.pattern.segments;
    if (without.size > 0 && without.has(action.path.join('/'))) continue;
    const level = catalogue.level(service);
    if (level !== 'global' && level !== 'project') continue;
    const known = found.get(level) ?? { level, first: action, services: new Set<string>() };
    found.set(level, known);
    known.services.add(service);
  }
  return [...found.values()];
}
