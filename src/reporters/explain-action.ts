import type { Coverage, Mention } from '../model/catalogue.ts';
import type { Claim } from '../model/claim.ts';
import type { Entry } from '../model/entry.ts';
import type { LookupFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

/** What `explain` shows of an action or pattern. */
export interface ActionAnswer {
  readonly action: string;
  /** Whether it is an action that was asked about: the one, or one that the pattern matches. */
  readonly covers: (action: string) => boolean;
  /** How much the catalogue knows of the service. */
  readonly coverage: Coverage;
  /** Date of the newest page read for the service. */
  readonly date: string | undefined;
  /** APIs that require it. */
  readonly apis: readonly Entry[];
  /** APIs that document it as a dependency only. */
  readonly dependencyOf: readonly Entry[];
  /** Rows of permission tables that list it without method and path. */
  readonly rows: readonly Claim[];
  /** Pages outside the permission tables that name it. */
  readonly mentions: readonly Mention[];
}

interface Options {
  readonly format: LookupFormat;
  readonly colours: Colours;
}

/** Which APIs need an action, and which document it as a dependency. */
export function renderExplainedAction(answer: ActionAnswer, { format, colours }: Options): string {
  switch (format) {
    case 'json':
      return `${jsonText(jsonBody(answer), 2)}\n`;
    case 'pretty':
      return pretty(answer, colours);
  }
}

function jsonBody({ action, coverage, apis, dependencyOf, rows, mentions }: ActionAnswer): object {
  const row = ({ cloud, service, method, path, title, actions, scopes, deprecated }: Entry) => ({
    cloud,
    service,
    method,
    path,
    title,
    deprecated,
    actions,
    scopes,
  });
  return {
    schemaVersion: 1,
    query: { text: action, kind: 'action' },
    coverage,
    apis: apis.map(row),
    dependencyOf: dependencyOf.map(row),
    rows,
    mentions,
  };
}

function pretty(answer: ActionAnswer, colours: Colours): string {
  const { action, covers, coverage, date, apis, dependencyOf, rows, mentions } = answer;
  const showsWhich = action.includes('*');
  const lines = [
    `${colours.bold(terminalText(action))}${date === undefined ? '' : ` (catalogue of ${date})`}`,
  ];
  if (coverage !== 'full')
    lines.push(`  its service is ${standing[coverage]}: which APIs need it is not known`);
  if (apis.length > 0)
    lines.push('  required by', ...apis.map((entry) => `    ${apiLine(entry, { covers, showsWhich })}`));
  if (dependencyOf.length > 0) {
    lines.push(
      '  a documented dependency of',
      ...dependencyOf.map((entry) => `    ${apiLine(entry, { covers, showsWhich: false })}`),
    );
  }
  if (rows.length > 0) {
    lines.push(
      '  in permission tables without method and path',
      ...rows.map((claim) => `    ${rowLine(claim)}`),
    );
  }
  for (const { cloud, pages, page } of mentions) {
    const count = pages === 1 ? 'one page' : `${pages} pages`;
    lines.push(
      terminalText(`  ${cloud}: mentioned on ${count} outside the permission tables, as in ${page}`),
    );
  }
  if (lines.length === (coverage === 'full' ? 1 : 2)) lines.push('  no page that was read names it');
  return `${lines.join('\n')}\n`;
}

function rowLine({ cloud, title, page, table, row, status }: Claim): string {
  const standing = status === 'current' ? '' : `${status}, `;
  return terminalText(`${cloud}  ${title} (${standing}${page}, table ${table}, row ${row})`);
}

const standing: Readonly<Record<Exclude<Coverage, 'full'>, string>> = {
  partly: 'partly covered (no current permission table)',
  none: 'outside the catalogue',
};

/** An API and what it needs besides; of a pattern also which of the actions that it matches. */
function apiLine(
  { cloud, method, path, title, actions }: Entry,
  { covers, showsWhich }: Pick<ActionAnswer, 'covers'> & { readonly showsWhich: boolean },
): string {
  const inWords = ({ action, when }: Entry['actions'][number]) =>
    when === undefined ? action : `${action} (for ${when})`;
  const asked = actions.filter(({ action }) => covers(action)).map(inWords);
  const others = actions.filter(({ action }) => !covers(action)).map(inWords);
  const needs = [
    ...(showsWhich && asked.length > 0 ? [`; needs ${asked.join(', ')}`] : []),
    ...(others.length > 0 ? [`; also needs ${others.join(', ')}`] : []),
  ].join('');
  return terminalText(`${cloud}  ${method} ${path}  ${title}${needs}`);
}
