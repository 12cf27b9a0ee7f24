import type { BaselineEntry } from '../../lint/adoption/baseline.ts';
import { UsageError } from '../usage-error.ts';

/**
 * A baseline, as `rules/schema/baseline.schema.json` describes it. Written by a program, it is checked by hand: the
 * library that checks schemas costs more than the whole run.
 * @throws UsageError where it is none.
 */
export function parseBaseline(file: string, text: string): readonly BaselineEntry[] {
  const value = parse(file, text) as { readonly schemaVersion?: unknown; readonly findings?: unknown } | null;
  if (typeof value !== 'object' || value === null || !Array.isArray(value.findings)) {
    throw new UsageError(`${file}: it is not a baseline; --update-baseline writes one`);
  }
  if (value.schemaVersion !== 1) {
    throw new UsageError(`${file}: it is of another version of iamscope; --update-baseline writes it anew`);
  }
  return value.findings.map((entry: unknown, index) => {
    if (!isEntry(entry)) throw new UsageError(`${file}: finding ${index + 1} of the baseline cannot be read`);
    return entry;
  });
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(
      `${file}: the baseline is not JSON; --update-baseline cannot fix it, remove it first`,
    );
  }
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { file, rule, content, count } = value as Record<keyof BaselineEntry, unknown>;
  return (
    [file, rule, content].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(count) &&
    (count as number) > 0
  );
}
