import type { Claim } from '../model/claim.ts';
import { cloudNames } from '../model/cloud.ts';
import type { ApiPage, EvidencedEntry } from '../model/entry.ts';
import { placeOf, placeText, requirementLines } from './catalogue-words.ts';
import type { Colours } from './colours.ts';
import { terminalText } from './terminal-text.ts';

/** The output of `catalogue show`: each entry with every claim and API page, as `pretty` text or as `json`. */
export function renderEntries(entries: readonly EvidencedEntry[], format: string, colours: Colours): string {
  if (format === 'json') return `${JSON.stringify({ schemaVersion: 1, entries }, null, 2)}\n`;
  return `${entries.map((entry) => entryText(entry, colours)).join('\n\n')}\n`;
}

function entryText(entry: EvidencedEntry, colours: Colours): string {
  const title = `${entry.title}${entry.deprecated ? ' (deprecated)' : ''}`;
  const operation = entry.operation === undefined ? '' : ` [${entry.operation}]`;
  return [
    colours.bold(terminalText(`${entry.method} ${entry.path}${operation}`)),
    `  ${cloudNames[entry.cloud]}, ${entry.service}: ${terminalText(title)}`,
    ...(entry.problem === undefined ? [] : [`  ${terminalText(entry.problem)}`]),
    ...(entry.disputed === undefined ? [] : ['  current pages disagree; what they ask for counts together']),
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
    ...claim.repairs.map((repair) => `      mended: ${terminalText(repair)}`),
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
  const origin = source === undefined ? {} : { date: source.date, commit: source.commit };
  const names = (parameters: ApiPage['pathParameters']) =>
    parameters.map(({ name, mandatory }) => (mandatory === true ? name : `[${name}]`)).join(', ');
  return [
    `  ${status} API page: ${placeText({ page, ...origin })}`,
    ...(pathParameters.length === 0 ? [] : [`      path: ${terminalText(names(pathParameters))}`]),
    ...(bodyParameters.length === 0 ? [] : [`      body: ${terminalText(names(bodyParameters))}`]),
    `      status codes: ${[...success, ...errors].join(', ')}`,
  ];
}
