import {
  type Conflict,
  type ConflictingStatement,
  type ConflictKind,
  conflictKinds,
} from '../model/conflict.ts';
import type { LookupFormat } from '../model/formats.ts';
import { placeText, requirementLines } from './catalogue-words.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

const headings: Readonly<Record<ConflictKind, string>> = {
  'pages-disagree': 'Current pages of one cloud disagree',
  renamed: 'Newer pages ask for other actions',
  'versions-disagree': 'Older pages say something else',
  'variant-disagrees': 'Pages of a variant of the cloud say something else',
  'clouds-disagree': 'The clouds disagree',
  'no-current-page': 'Only pages that are not current name the API',
  'no-permission-table': 'APIs in no permission table',
  'one-cloud-only': 'APIs of one cloud only',
};

/** The output of `catalogue conflicts`, as `pretty` text or as `json`. */
export function renderConflicts(
  conflicts: readonly Conflict[],
  format: LookupFormat,
  colours: Colours,
): string {
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, conflicts }, 2)}\n`;
    case 'pretty':
      return pretty(conflicts, colours);
  }
}

function pretty(conflicts: readonly Conflict[], colours: Colours): string {
  const sections = conflictKinds.flatMap((kind) => {
    const ofKind = conflicts.filter((conflict) => conflict.kind === kind);
    if (ofKind.length === 0) return [];
    return [
      [colours.bold(`${headings[kind]} (${ofKind.length})`), ...ofKind.flatMap(conflictLines)].join('\n'),
    ];
  });
  return sections.length === 0 ? 'no conflicts\n' : `${sections.join('\n\n')}\n`;
}

function conflictLines({ kind, method, path, title, differs, statements }: Conflict): string[] {
  const clouds = [...new Set(statements.map(({ cloud }) => cloud))].join(' ');
  const what = differs.length === 0 ? '' : `: ${differs.join(', ')}`;
  const head = `  ${terminalText(`${method} ${path}`)}  ${clouds}${what}  ${terminalText(title)}`;
  if (kind === 'one-cloud-only' || kind === 'no-permission-table') {
    return [head, ...statements.map((statement) => `      ${placeText(statement)}`)];
  }
  return [head, ...statements.flatMap((statement) => statementLines(statement, differs))];
}

function statementLines(statement: ConflictingStatement, differs: Conflict['differs']): string[] {
  const lines = requirementLines(statement, differs);
  const said = lines.length === 0 ? ['says nothing of it'] : lines;
  return [
    `      ${statement.cloud} ${statement.status}: ${placeText(statement)}`,
    ...said.map((line) => `          ${line}`),
  ];
}
