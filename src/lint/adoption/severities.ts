import type { RuleLevel, Severities } from '../lint-file.ts';

/** Rules as one place of the configuration sets them, for all files or for some. */
export interface SeverityLayer {
  readonly rules: ReadonlyMap<string, RuleLevel>;
  /** Absent: every file. */
  readonly concerns?: (file: string) => boolean;
}

/** The levels of rules in each file: of the layers that concern it, the later wins. */
export function layeredSeverities(layers: readonly SeverityLayer[]): (file: string) => Severities {
  const known = new Map<string, Severities>();
  return (file) => {
    const concerned = layers.filter(({ concerns }) => concerns?.(file) ?? true);
    // Most files are concerned by the same layers.
    const key = concerned.map((layer) => layers.indexOf(layer)).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const severities: Severities = Object.fromEntries(concerned.flatMap(({ rules }) => [...rules]));
    known.set(key, severities);
    return severities;
  };
}
