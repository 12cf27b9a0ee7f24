import type { KnownAction, Mention } from '../model/catalogue.ts';
import { actionNames, type Claim, originOf } from '../model/claim.ts';
import { cloudNames } from '../model/cloud.ts';
import type { ApiPage, EvidencedEntry } from '../model/entry.ts';
import type { LookupFormat } from '../model/formats.ts';
import { operationName } from '../model/titles.ts';
import { evidenceWords } from './catalogue-search.ts';
import { placeOf, placeText, requirementLines } from './catalogue-words.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { looseTitleWords, titleWords } from './title-words.ts';

/** The output of `catalogue show`: each entry with every claim and API page, as `pretty` text or as `json`. */
export function renderEntries(
  entries: readonly EvidencedEntry[],
  format: LookupFormat,
  colours: Colours,
): string {
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, entries }, 2)}\n`;
    case 'pretty':
      return `${entries.map((entry) => entryText(entry, colours)).join('\n\n')}\n`;
  }
}

/** What `catalogue show` has to say of an action. */
interface ShownAction {
  readonly entries: readonly EvidencedEntry[];
  readonly looseClaims: readonly Claim[];
  readonly mentions: readonly Mention[];
  readonly action?: KnownAction;
}

/** The output of `catalogue show` for an action: its APIs, rows without an API, and pages that mention it. */
export function renderAction(shown: ShownAction, format: LookupFormat, colours: Colours): string {
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, ...shown }, 2)}\n`;
    case 'pretty':
      return prettyAction(shown, colours);
  }
}

function prettyAction({ entries, looseClaims, mentions, action }: ShownAction, colours: Colours): string {
  const sections = [
    ...(action === undefined ? [] : [actionText(action, colours)]),
    ...entries.map((entry) => entryText(entry, colours)),
    ...looseClaims.map((claim) => looseText(claim, colours)),
    ...(mentions.length === 0 ? [] : [mentions.map(mentionLine).join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function actionText({ action, clouds, known, access, deprecated }: KnownAction, colours: Colours): string {
  const names = clouds.map((cloud) => cloudNames[cloud]).join(' and ');
  return [
    colours.bold(terminalText(action)),
    `  ${names}: ${evidenceWords[known]}; access level ${access}`,
    ...(deprecated ? ['  every API that requires it is deprecated'] : []),
  ].join('\n');
}

/** A row that names no method and path, or that no operation of its method and path matches. */
function looseText(claim: Claim, colours: Colours): string {
  const api = [claim.method, claim.path].filter((part) => part !== undefined).join(' ');
  return [
    colours.bold(terminalText(looseTitleWords(claim))),
    `  ${cloudNames[claim.cloud]}, ${claim.service}: ${api === '' ? 'no method and path' : terminalText(api)}`,
    ...requirementLines(claim).map((line) => `  ${line}`),
    `  ${claim.status}: ${placeText(placeOf(claim))}`,
    ...claim.repairs.map((repair) => `      repaired: ${terminalText(repair)}`),
    ...(claim.problem === undefined ? [] : [`      not understood: ${terminalText(claim.problem)}`]),
  ].join('\n');
}

function mentionLine({ cloud, pages, page }: Mention): string {
  const count = pages === 1 ? 'one page' : `${pages} pages`;
  return terminalText(`  ${cloudNames[cloud]}: named outside permission tables on ${count}, as in ${page}`);
}

function entryText(entry: EvidencedEntry, colours: Colours): string {
  const title = `${titleWords(entry)}${entry.deprecated ? ' (deprecated)' : ''}`;
  const name = operationName(entry);
  const operation = name === undefined ? '' : ` [${name}]`;
  return [
    colours.bold(terminalText(`${entry.method} ${entry.path}${operation}`)),
    `  ${cloudNames[entry.cloud]}, ${entry.service}: ${terminalText(title)}`,
    ...(entry.problem === undefined ? [] : [`  ${terminalText(entry.problem)}`]),
    ...(entry.disputed === undefined ? [] : ['  current pages disagree; what they ask for counts together']),
    ...(entry.renamed?.older ?? []).map(({ page, actions }) =>
      terminalText(`  renamed: the older page ${page} asks for ${actionNames(actions).join(', ')}`),
    ),
    ...(entry.problem === undefined ? requirementLines(entry).map((line) => `  ${line}`) : []),
    ...entry.claims.flatMap((claim) => claimLines(claim, entry)),
    ...entry.apiPages.flatMap(apiPageLines),
  ].join('\n');
}

/** A claim says its requirement only where it differs from the entry's. */
function claimLines(claim: Claim, entry: EvidencedEntry): string[] {
  const said = requirementLines(claim);
  const same = said.join('\n') === requirementLines(entry).join('\n');
  return [
    `  ${claim.status}: ${placeText(placeOf(claim))}`,
    ...(same ? [] : said.map((line) => `      ${line}`)),
    ...claim.repairs.map((repair) => `      repaired: ${terminalText(repair)}`),
    ...(claim.problem === undefined ? [] : [`      not understood: ${terminalText(claim.problem)}`]),
  ];
}

function apiPageLines({
  page,
  status,
  source,
  pathParameters,
  bodyParameters,
  success,
  errors,
}: ApiPage): string[] {
  const names = (parameters: ApiPage['pathParameters']) =>
    parameters.map(({ name, mandatory }) => (mandatory === true ? name : `[${name}]`)).join(', ');
  return [
    `  ${status} API page: ${placeText({ page, ...originOf(source) })}`,
    ...(pathParameters.length === 0 ? [] : [`      path: ${terminalText(names(pathParameters))}`]),
    ...(bodyParameters.length === 0 ? [] : [`      body: ${terminalText(names(bodyParameters))}`]),
    `      status codes: ${[...success, ...errors].join(', ')}`,
  ];
}
