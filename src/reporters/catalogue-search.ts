import type { ActionEvidence, KnownAction } from '../model/catalogue.ts';
import { actionNames } from '../model/claim.ts';
import type { TitledEntry } from '../model/entry.ts';
import type { LookupFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { titleWords } from './title-words.ts';

/** How an action without API came to be known, in words. */
export const evidenceWords: Readonly<Record<ActionEvidence, string>> = {
  api: 'required by an API',
  'api-less': 'in a permission table, without method and path',
  dependency: 'named as a dependency only',
  mentioned: 'named outside permission tables only',
};

/** What a search found. */
interface Found {
  readonly entries: readonly TitledEntry[];
  readonly actions: readonly KnownAction[];
  /** The actions come first. */
  readonly actionsFirst?: true;
}

/**
 * The output of `catalogue search`, as `pretty` text or as `json`.
 * @param nearest where nothing was found
 */
export function renderFound(
  found: Found,
  nearest: Found | undefined,
  format: LookupFormat,
  colours: Colours,
): string {
  switch (format) {
    case 'json': {
      const { entries, actions } = found;
      const near =
        nearest === undefined
          ? {}
          : { nearest: { apis: nearest.entries.map(foundApi), actions: nearest.actions } };
      return `${jsonText({ schemaVersion: 1, apis: entries.map(foundApi), actions, ...near }, 2)}\n`;
    }
    case 'pretty':
      return pretty(found, nearest, colours);
  }
}

function pretty(found: Found, nearest: Found | undefined, colours: Colours): string {
  const all = lines(found, colours);
  if (all.length > 0) return all.join('');
  const near = nearest === undefined ? [] : lines(nearest, colours);
  if (near.length === 0) return 'nothing found\n';
  return ['nothing holds every word; the nearest:\n', ...near.map((line) => `  ${line}`)].join('');
}

function lines({ entries, actions, actionsFirst }: Found, colours: Colours): string[] {
  const ofApis = entries.map((entry) => `${apiLine(entry, colours)}\n`);
  const ofActions = actions.map(
    ({ action, clouds, known }) =>
      `${terminalText(`${clouds.join(' ')}  ${action}  (${evidenceWords[known]})`)}\n`,
  );
  return actionsFirst ? [...ofActions, ...ofApis] : [...ofApis, ...ofActions];
}

function foundApi(entry: TitledEntry) {
  const { cloud, service, method, path, operation, title, titleZh, titleBy, deprecated, actions } = entry;
  return {
    cloud,
    service,
    method,
    path,
    ...(operation === undefined ? {} : { operation }),
    title,
    ...(titleZh === undefined ? {} : { titleZh }),
    ...(titleBy === undefined ? {} : { titleBy }),
    deprecated,
    actions,
  };
}

function apiLine(entry: TitledEntry, colours: Colours): string {
  const { cloud, service, method, path, actions } = entry;
  const names = [...new Set(actionNames(actions))].join(', ');
  const needs = names === '' ? '' : `  ${names}`;
  return `${cloud}  ${terminalText(service)}  ${colours.bold(terminalText(`${method} ${path}`))}  ${terminalText(titleWords(entry))}${terminalText(needs)}`;
}
