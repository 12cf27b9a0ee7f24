import type { Coverage, Mention } from '../model/catalogue.ts';
import { type Claim, namesOf, type RequiredAction } from '../model/claim.ts';
import type { TitledEntry } from '../model/entry.ts';
import type { LookupFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { looseTitleWords, titleWords } from './title-words.ts';

/** What `explain` shows of an action or pattern. */
export interface ActionAnswer {
  readonly action: string;
  /** Whether it is an action that was asked about: the one, or one that the pattern matches. */
  readonly covers: (action: string) => boolean;
  /** How much the catalogue knows of the service. */
  readonly coverage: Coverage;
  /** Dates of the newest pages read for the service, in words. */
  readonly dates: string | undefined;
  /** APIs that require it. */
  readonly apis: readonly TitledEntry[];
  /** APIs that document it as a dependency only. */
  readonly dependencyOf: readonly TitledEntry[];
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
      return `${jsonText({ schemaVersion: 1, ...actionBody(answer) }, 2)}\n`;
    case 'pretty':
      return `${actionLines(answer, colours).join('\n')}\n`;
  }
}

/** The same as data. */
export function actionBody({ action, coverage, apis, dependencyOf, rows, mentions }: ActionAnswer): object {
  const row = (entry: TitledEntry) => {
    const { cloud, service, method, path, title, titleZh, titleBy, actions, scopes, deprecated } = entry;
    return {
      cloud,
      service,
      method,
      path,
      title,
      ...(titleZh === undefined ? {} : { titleZh }),
      ...(titleBy === undefined ? {} : { titleBy }),
      deprecated,
      actions,
      scopes,
    };
  };
  return {
    query: { text: action, kind: 'action' },
    coverage,
    apis: apis.map(row),
    dependencyOf: dependencyOf.map(row),
    rows,
    mentions,
  };
}

/** What is known of an action or pattern, in lines. */
export function actionLines(answer: ActionAnswer, colours: Colours): string[] {
  const { action, covers, coverage, dates, apis, dependencyOf, rows, mentions } = answer;
  const showsWhich = action.includes('*');
  const lines = [
    `${colours.bold(terminalText(action))}${dates === undefined ? '' : ` (catalogue of ${dates})`}`,
  ];
  if (coverage !== 'full') lines.push(`  its service is ${standing[coverage]}`);
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
  return lines;
}

function rowLine(claim: Claim): string {
  const { cloud, page, table, row, status } = claim;
  const standing = status === 'current' ? '' : `${status}, `;
  return terminalText(`${cloud}  ${looseTitleWords(claim)} (${standing}${page}, table ${table}, row ${row})`);
}

const standing: Readonly<Record<Exclude<Coverage, 'full'>, string>> = {
  partly: 'partly covered: other APIs may need it, too',
  none: 'outside the catalogue: which APIs need it is not known',
};

/** An API and what it needs besides; of a pattern also which of the actions that it matches. */
function apiLine(
  entry: TitledEntry,
  { covers, showsWhich }: Pick<ActionAnswer, 'covers'> & { readonly showsWhich: boolean },
): string {
  const { cloud, method, path, actions } = entry;
  const inWords = (required: RequiredAction) => {
    const names = namesOf(required).join(' or ');
    return required.when === undefined ? names : `${names} (for ${required.when})`;
  };
  const asks = (required: RequiredAction) => namesOf(required).some(covers);
  const asked = actions.filter(asks);
  const others = actions.filter((required) => !asks(required)).map(inWords);
  const choices = asked.filter(({ anyOf }) => anyOf !== undefined);
  const shown = (showsWhich ? asked : choices).map(inWords);
  const needs = [
    ...(shown.length > 0 ? [`; needs ${shown.join(', ')}`] : []),
    ...(others.length > 0 ? [`; also needs ${others.join(', ')}`] : []),
  ].join('');
  return terminalText(`${cloud}  ${method} ${path}  ${titleWords(entry)}${needs}`);
}
