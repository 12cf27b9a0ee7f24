import type { ApiChange, Counterexample, DiffAnswer } from '../model/access-changes.ts';
import { operationName } from '../model/titles.ts';
import { terminalText } from './terminal-text.ts';

/** What a comparison comes to, and what else was compared. */
export function summaryInWords({ units, unchanged, broadens }: DiffAnswer): {
  readonly says: string;
  readonly others: string;
} {
  const changed = units.filter(({ change }) => change !== 'moved');
  const broadening = units.filter((unit) => unit.broadens).length;
  const moved = units.length - changed.length;
  const others = [...(moved === 0 ? [] : [`${moved} moved`]), `${unchanged} unchanged`].join(', ');
  if (changed.length === 0) return { says: 'no change of access', others };
  const says = broadens
    ? `access broadens in ${broadening} of ${changed.length} changed`
    : `no new access: ${changed.length} changed`;
  return { says, others };
}

/** A call as people read it, with what it comes to on both sides. */
export function exampleText({ action, api, resource, context, from, to }: Counterexample): string {
  const call = api === undefined ? `\`${action}\`` : `\`${api.method} ${api.path}\` (${action})`;
  const about = resource === undefined ? [] : [`on \`${resource}\``];
  const keys = Object.entries(context ?? {}).map(([key, values]) =>
    values.length === 0 ? `without \`${key}\`` : `with \`${key}=${values.join(',')}\``,
  );
  return terminalText(`e.g. ${[call, ...about, ...keys].join(' ')}: ${from} -> ${to}`);
}

/** An API in the clouds that have it. */
export interface MergedApi {
  readonly clouds: readonly string[];
  readonly api: ApiChange;
}

/** The same API in different clouds takes one line. */
export function mergedApis(apis: readonly ApiChange[]): readonly MergedApi[] {
  const merged = new Map<string, { clouds: string[]; api: ApiChange }>();
  for (const api of apis) {
    const key = JSON.stringify([api.service, changedApiText(api), api.from, api.to]);
    const known = merged.get(key);
    if (known) known.clouds.push(api.cloud);
    else merged.set(key, { clouds: [api.cloud], api });
  }
  return [...merged.values()];
}

export function changedApiText(api: ApiChange): string {
  const operation = operationName(api);
  return `${api.method} ${api.path}${operation === undefined ? '' : ` (${operation})`}`;
}
