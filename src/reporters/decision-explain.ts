import type { Claim, Requirement } from '../model/claim.ts';
import type { ApiParameter, Entry, EvidencedEntry } from '../model/entry.ts';
import type { Colours } from './colours.ts';
import { terminalText } from './terminal-text.ts';

/** What `explain` shows of APIs. */
export interface ApiAnswer {
  readonly query: string;
  readonly apis: readonly EvidencedEntry[];
}

/** What `explain` shows of an action or pattern. */
export interface ActionAnswer {
  readonly action: string;
  /** The catalogue has the service's permission tables. */
  readonly covered: boolean;
  /** Date of the newest page read for the service. */
  readonly date: string | undefined;
  /** APIs that require it. */
  readonly apis: readonly Entry[];
  /** APIs that document it as a dependency only. */
  readonly dependencyOf: readonly Entry[];
}

interface Options {
  readonly json: boolean;
  readonly colours: Colours;
}

/** What each API needs, in which scopes it counts, and which pages say so. */
export function renderExplainedApi({ query, apis }: ApiAnswer, { json, colours }: Options): string {
  if (json)
    return `${JSON.stringify({ schemaVersion: 1, query: { text: query, kind: 'api' }, apis }, null, 2)}\n`;
  return apis
    .map((entry) =>
      [
        `${colours.bold(`${entry.method} ${entry.path}`)}  ${entry.cloud}: ${terminalText(entry.title)}${entry.deprecated ? ' (deprecated)' : ''}`,
        ...(entry.problem === undefined
          ? requirementLines(entry)
          : [`  not known: ${terminalText(entry.problem)}`]),
        ...parameterLines(entry),
        ...entry.claims.map((claim) => `  ${colours.dim(claimLine(claim))}`),
        ...entry.apiPages.map(
          ({ page, source }) => `  ${colours.dim(`API page ${terminalText(page)}${dated(source?.date)}`)}`,
        ),
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}

function requirementLines({ actions, dependencies, prerequisites, scopes, governed }: Requirement): string[] {
  if (governed === false) return ['  needs no authorization'];
  if (governed === null) return ['  ungoverned: the documentation names no action'];
  const forCase = (when: string | undefined) => (when === undefined ? '' : ` (for ${when})`);
  const mark = (value: boolean | null) => (value === null ? 'not stated' : value ? 'yes' : 'no');
  return [
    ...actions.map(({ action, when }) => `  needs ${action}${forCase(when)}`),
    ...dependencies.map(
      ({ action, for: owner, when }) =>
        `  depends on ${action}${owner === undefined ? '' : ` (called by ${owner})`}${forCase(when)}`,
    ),
    ...prerequisites.map(
      ({ anyOf, when }) =>
        `  asks for the role ${anyOf.map(({ role, service }) => `${role}${service === undefined ? '' : ` (${service})`}`).join(' or ')}${forCase(when)}`,
    ),
    `  IAM project: ${mark(scopes.project)}; enterprise project: ${mark(scopes.enterpriseProject)}`,
  ].map(terminalText);
}

function parameterLines({ apiPages }: EvidencedEntry): string[] {
  return apiPages.flatMap(({ bodyParameters, pathParameters, success }) => {
    const line = (what: string, parameters: readonly ApiParameter[]) =>
      parameters.length === 0
        ? []
        : [
            `  ${what}: ${parameters.map(({ name, mandatory }) => `${name}${mandatory === false ? '?' : ''}`).join(', ')}`,
          ];
    return [
      ...line('path', pathParameters),
      ...line('body', bodyParameters),
      ...(success.length === 0 ? [] : [`  success: ${success.join(', ')}`]),
    ].map(terminalText);
  });
}

function claimLine({ page, table, row, status, source, actions, problem }: Claim): string {
  const says = problem ?? (actions.map(({ action }) => action).join(', ') || 'no action');
  const standing = status === 'current' ? '' : `${status}: `;
  return terminalText(`${standing}${page}, table ${table}, row ${row}${dated(source?.date)}: ${says}`);
}

function dated(date: string | undefined): string {
  return date === undefined ? '' : ` (${date})`;
}

/** Which APIs need an action, and which document it as a dependency. */
export function renderExplainedAction(answer: ActionAnswer, { json, colours }: Options): string {
  const { action, covered, date, apis, dependencyOf } = answer;
  if (json) {
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
    const body = {
      schemaVersion: 1,
      query: { text: action, kind: 'action' },
      covered,
      apis: apis.map(row),
      dependencyOf: dependencyOf.map(row),
    };
    return `${JSON.stringify(body, null, 2)}\n`;
  }
  const lines = [`${colours.bold(terminalText(action))}${dated(date)}`];
  if (!covered) lines.push('  its service is outside the catalogue: which APIs need it is not known');
  if (apis.length > 0) lines.push('  required by', ...apis.map((entry) => `    ${apiLine(entry, action)}`));
  if (dependencyOf.length > 0) {
    lines.push(
      '  a documented dependency of',
      ...dependencyOf.map((entry) => `    ${apiLine(entry, action)}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

function apiLine({ cloud, method, path, title, actions }: Entry, action: string): string {
  const others = actions.filter((required) => required.action.toLowerCase() !== action.toLowerCase());
  const withOthers =
    others.length === 0 ? '' : `; also needs ${others.map((required) => required.action).join(', ')}`;
  return terminalText(`${cloud}  ${method} ${path}  ${title}${withOthers}`);
}
