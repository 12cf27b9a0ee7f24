import type { AnswerRow, CanAnswer, QueryAnswer, ReportAnswer, WhoCanHead } from '../model/answer.ts';
import type { TableFormat } from '../model/formats.ts';
import { csvTable } from './csv.ts';
import { suggestionTexts } from './decision-elaborated.ts';
import { explanationLines, holderName, placesLines, placesOf, whyLines } from './decision-lines.ts';
import { withoutDoubts } from './decision-report.ts';
import type { Answers } from './decision-who-can.ts';
import { markdownRow, markdownTable, markdownText } from './markdown-table.ts';
import { understoodLines } from './understood-line.ts';

const apiColumns = [
  'decision',
  'cloud',
  'service',
  'method',
  'path',
  'operation',
  'title',
  'deprecated',
  'why',
];
const actionColumns = ['decision', 'action', 'why'];

/** `report` as a table with a line for each API; in Markdown with what was asked above it, and notes below. */
export function renderReportTable(answer: ReportAnswer, format: TableFormat): string {
  switch (format) {
    case 'csv':
      return csvTable([apiColumns, ...answer.apis.map((row) => apiCells(row, answer.places))]);
    case 'markdown':
      return reportMarkdown(answer);
  }
}

function reportMarkdown(answer: ReportAnswer): string {
  const { notes, doubts = [] } = answer;
  return [
    `${askedText(answer)}\n`,
    ...doubts.map((doubt) => `Doubt: ${markdownText(doubt)}\n`),
    markdownTable(
      apiColumns,
      answer.apis.map((row) => apiCells(withoutDoubts(row), answer.places)),
    ),
    ...notes.map((note) => `Note: ${markdownText(note)}\n`),
  ].join('\n');
}

/** `can` as a table with a line for each API or action; the decision on the whole question is a column, or the headline. */
export function renderCanTable(answer: CanAnswer, format: TableFormat): string {
  const { query, decision } = answer;
  const { columns, rows } = tableOf(answer, answer.places);
  const suggested = suggestionTexts(answer.suggestion);
  switch (format) {
    case 'csv': {
      const more = suggested.length === 0 ? [] : [suggested.join('; ')];
      return csvTable([
        ['query', 'answer', ...columns, ...more.map(() => 'suggestion')],
        ...rows.map((cells) => [query.text, decision, ...cells, ...more]),
      ]);
    }
    case 'markdown':
      return [
        ...understoodLines(query).map((line) => `${markdownText(line)}\n`),
        `**${decision}**: ${markdownText(query.text)}\n`,
        `${askedText(answer)}\n`,
        markdownTable(columns, rows),
        ...suggested.map((text) => `Suggestion: ${markdownText(text)}\n`),
      ].join('\n');
  }
}

/** `who-can` as a table with a line for each policy or role, in pieces. */
export async function* renderWhoCanTable(
  head: WhoCanHead,
  answers: Answers,
  format: TableFormat,
): AsyncGenerator<string> {
  const table = whoCanTable(head, format);
  yield table.beginning;
  for await (const answer of answers) {
    const cells = [
      answer.decision,
      'role' in answer ? 'role' : 'policy',
      holderName(answer),
      [...whyLines(answer), ...placesOf(answer)].join('; '),
    ];
    yield table.line(cells);
  }
}

function whoCanTable(
  { query, cloud, scope }: WhoCanHead,
  format: TableFormat,
): { readonly beginning: string; readonly line: (cells: readonly string[]) => string } {
  const columns = ['decision', 'kind', 'name', 'why'];
  switch (format) {
    case 'csv':
      return {
        beginning: csvTable([['query', ...columns]]),
        line: (cells) => csvTable([[query.text, ...cells]]),
      };
    case 'markdown':
      return {
        beginning: `${understoodLines(query)
          .map((line) => `${markdownText(line)}\n\n`)
          .join(
            '',
          )}Who can: ${markdownText(query.text)}, cloud ${cloud}, scope ${scope}\n\n${markdownTable(columns, [])}`,
        line: (cells) => markdownRow(cells.map(markdownText)),
      };
  }
}

function tableOf(
  answer: QueryAnswer,
  places: CanAnswer['places'],
): { readonly columns: readonly string[]; readonly rows: string[][] } {
  if ('apis' in answer) return { columns: apiColumns, rows: answer.apis.map((row) => apiCells(row, places)) };
  const rows = answer.actions.map((one) => [
    one.decision,
    one.action,
    [...whyLines({ decision: one.decision, actions: [one] }), ...placesLines(places)].join('; '),
  ]);
  return { columns: actionColumns, rows };
}

function apiCells(row: AnswerRow, places: CanAnswer['places']): string[] {
  const { decision, cloud, service, method, path, operation = '', title, deprecated } = row;
  const why = [...explanationLines(row), ...placesLines(places)].join('; ');
  return [decision, cloud, service, method, path, operation, title, deprecated ? 'yes' : 'no', why];
}

/** Who was asked about, in Markdown; a role's grants each have a place of their own. */
function askedText({ role, policies, cloud, scope, places }: ReportAnswer | CanAnswer): string {
  const list = policies.map(markdownText).join(', ');
  return role === undefined
    ? `Policies: ${list}, cloud ${cloud}, scope ${scope}`
    : [
        `Role ${markdownText(role)}: ${list}`,
        `cloud ${cloud}`,
        ...placesLines(places).map(markdownText),
      ].join(', ');
}
