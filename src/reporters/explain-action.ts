import { serviceOf } from '../model/action.ts';
import type { AccessLevel, ActionEvidence, Coverage, Mention } from '../model/catalogue.ts';
import { actionNames, type Claim, namesOf, type RequiredAction } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { TitledEntry } from '../model/entry.ts';
import type { LookupFormat } from '../model/formats.ts';
import { evidenceWords } from './catalogue-search.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { looseTitleWords, titleWords } from './title-words.ts';

/** What `explain` shows of an action or pattern. */
export interface ActionAnswer {
  readonly action: string;
  /** Whether it is an action that was asked about: the one, or one that the pattern matches. */
  readonly covers: (action: string) => boolean;
  /** Of a pattern: the known actions that it covers. */
  readonly covered?: readonly CoveredAction[];
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

/** An action that a pattern covers. */
export interface CoveredAction {
  readonly action: string;
  readonly clouds: readonly Cloud[];
  readonly known: ActionEvidence;
  readonly access: AccessLevel;
  /** How many APIs require it, in the clouds asked about. */
  readonly apis: number;
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
export function actionBody({
  action,
  covered,
  coverage,
  apis,
  dependencyOf,
  rows,
  mentions,
}: ActionAnswer): object {
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
    ...(covered === undefined ? {} : { covers: covered }),
    coverage,
    apis: apis.map(row),
    dependencyOf: dependencyOf.map(row),
    rows,
    mentions,
  };
}

/** What is known of an action or pattern, in lines. */
export function actionLines(answer: ActionAnswer, colours: Colours): string[] {
  const { action, covered, coverage, dates, apis, dependencyOf, rows, mentions } = answer;
  const isPattern = covered !== undefined;
  const lines = [
    `${colours.bold(terminalText(action))}${dates === undefined ? '' : ` (catalogue of ${dates})`}`,
  ];
  if (coverage !== 'full') lines.push(`  its service is ${standing[coverage]}`);
  if (covered !== undefined) lines.push(...coveredLines(covered));
  const known = lines.length;
  if (apis.length > 0) {
    const heading = isPattern ? 'APIs that require some of them' : 'required by';
    lines.push(`  ${heading}`, ...apis.map((entry) => `    ${apiLine(entry, answer)}`));
  }
  if (dependencyOf.length > 0) {
    lines.push(
      isPattern ? '  APIs that document some of them as dependencies' : '  a documented dependency of',
      ...dependencyOf.map((entry) => `    ${dependentLine(entry, answer)}`),
    );
  }
  if (rows.length > 0) {
    lines.push(
      '  in permission tables without method and path',
      ...rows.map((claim) => `    ${rowLine(claim, answer)}`),
    );
  }
  for (const { action: mentioned, cloud, pages, page } of mentions) {
    const count = pages === 1 ? 'one page' : `${pages} pages`;
    lines.push(
      terminalText(
        `  ${cloud}: ${isPattern ? `${mentioned} ` : ''}mentioned on ${count} outside the permission tables, as in ${page}`,
      ),
    );
  }
  if (lines.length === known && (covered ?? []).length === 0)
    lines.push(
      isPattern
        ? '  no page that was read names an action that it covers'
        : '  no page that was read names it',
    );
  return lines;
}

function rowLine(claim: Claim, { covered, covers }: ActionAnswer): string {
  const { cloud, page, table, row, status } = claim;
  const standing = status === 'current' ? '' : `${status}, `;
  const which = covered === undefined ? '' : `; ${actionNames(claim.actions).filter(covers).join(', ')}`;
  return terminalText(
    `${cloud}  ${looseTitleWords(claim)} (${standing}${page}, table ${table}, row ${row})${which}`,
  );
}

const standing: Readonly<Record<Exclude<Coverage, 'full'>, string>> = {
  partly: 'partly covered: other APIs may need it, too',
  none: 'outside the catalogue: which APIs need it is not known',
};

/** More actions than these are counted by their services. */
const mostCovered = 300;

/** What a pattern covers: each action, or of very many how many there are of each service. */
function coveredLines(covered: readonly CoveredAction[]): string[] {
  if (covered.length === 0) return [];
  const count = covered.length === 1 ? 'one known action' : `${covered.length} known actions`;
  if (covered.length <= mostCovered)
    return [`  covers ${count}`, ...covered.map((one) => `    ${coveredLine(one)}`)];
  const perService = new Map<string, number>();
  for (const { action } of covered)
    perService.set(serviceOf(action), (perService.get(serviceOf(action)) ?? 0) + 1);
  const services = [...perService].map(([service, actions]) => `${service} ${actions}`);
  return [`  covers ${count} of ${perService.size} services`, terminalText(`    ${services.join(', ')}`)];
}

function coveredLine({ action, clouds, known, access, apis }: CoveredAction): string {
  const by =
    apis > 0
      ? `required by ${apis === 1 ? 'one API' : `${apis} APIs`}`
      : known === 'api'
        ? 'in a permission table'
        : evidenceWords[known];
  return terminalText(`${action}  ${access}; ${clouds.join(', ')}: ${by}`);
}

/** An API and what it needs besides; of a pattern also which of the actions that it covers. */
function apiLine(entry: TitledEntry, { covers, covered }: ActionAnswer): string {
  const { cloud, method, path, actions } = entry;
  const asks = (required: RequiredAction) => namesOf(required).some(covers);
  const asked = actions.filter(asks);
  // What only other use cases need is not needed besides.
  const cases = new Set(asked.map(({ when }) => when));
  const isBesides = ({ when }: RequiredAction) =>
    when === undefined || cases.has(undefined) || cases.has(when);
  const others = actions.filter((required) => !asks(required) && isBesides(required)).map(inWords);
  const choices = asked.filter(({ anyOf }) => anyOf !== undefined);
  const shown = (covered === undefined ? choices : asked).map(inWords);
  const needs = [
    ...(shown.length > 0 ? [`; needs ${shown.join(', ')}`] : caseWords(cases)),
    ...(others.length > 0 ? [`; also needs ${others.join(', ')}`] : []),
  ].join('');
  return terminalText(`${cloud}  ${method} ${path}  ${titleWords(entry)}${needs}`);
}

/** The use cases that need it, where others do not. */
function caseWords(cases: ReadonlySet<string | undefined>): string[] {
  return cases.size === 0 || cases.has(undefined) ? [] : [`; for ${[...cases].join(', ')}`];
}

/** An API, and which of its dependencies a pattern covers; what it needs itself is not the pattern's. */
function dependentLine(entry: TitledEntry, { covers, covered }: ActionAnswer): string {
  const { cloud, method, path, actions, dependencies } = entry;
  const own = actions.map(inWords);
  const which = [...new Set((dependencies ?? []).map(({ action }) => action).filter(covers))];
  const words = [
    ...(covered === undefined ? [] : [`; depends on ${which.join(', ')}`]),
    ...(own.length === 0
      ? []
      : [`; ${covered === undefined ? 'also needs' : 'needs itself'} ${own.join(', ')}`]),
  ].join('');
  return terminalText(`${cloud}  ${method} ${path}  ${titleWords(entry)}${words}`);
}

function inWords(required: RequiredAction): string {
  const names = namesOf(required).join(' or ');
  return required.when === undefined ? names : `${names} (for ${required.when})`;
}
