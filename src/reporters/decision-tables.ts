import type { AnswerRow, CanAnswer, QueryAnswer, ReportAnswer, WhoCanAnswer } from '../model/answer.ts';
import { csvTable } from './csv.ts';
import { explanationLines, holderName, whyLines } from './decision-lines.ts';
import { withoutDoubts } from './decision-report.ts';
import { markdownTable, markdownText } from './markdown-table.ts';

/** The formats that are tables: for spreadsheets, and for comments and wikis. */
export type TableFormat = 'csv' | 'markdown';

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
  if (format === 'csv') return csvTable([apiColumns, ...answer.apis.map(apiCells)]);
  const { notes, doubts = [] } = answer;
  return [
    `${askedText(answer)}\n`,
    ...doubts.map((doubt) => `Doubt: ${markdownText(doubt)}\n`),
    markdownTable(
      apiColumns,
      answer.apis.map((row) => apiCells(withoutDoubts(row))),
    ),
    ...notes.map((note) => `Note: ${markdownText(note)}\n`),
  ].join('\n');
}

/** `can` as a table with a line for each API or action; the decision on the whole question is a column, or the headline. */
export function renderCanTable(answer: CanAnswer, format: TableFormat): string {
  const { query, decision } = answer;
  const { columns, rows } = tableOf(answer);
  if (format === 'csv') {
    return csvTable([
      ['query', 'answer', ...columns],
      ...rows.map((cells) => [query.text, decision, ...cells]),
    ]);
  }
  return [
    `**${decision}**: ${markdownText(query.text)}\n`,
    `${askedText(answer)}\n`,
    markdownTable(columns, rows),
  ].join('\n');
}

/** `who-can` as a table with a line for each policy or role. */
export function renderWhoCanTable(
  { query, answers, cloud, scope }: WhoCanAnswer,
  format: TableFormat,
): string {
  const columns = ['decision', 'kind', 'name', 'why'];
  const rows = answers.map((answer) => [
    answer.decision,
    'role' in answer ? 'role' : 'policy',
    holderName(answer),
    whyLines(answer).join('; '),
  ]);
  if (format === 'csv')
    return csvTable([['query', ...columns], ...rows.map((cells) => [query.text, ...cells])]);
  return [
    `Who can: ${markdownText(query.text)}, cloud ${cloud}, scope ${scope}\n`,
    markdownTable(columns, rows),
  ].join('\n');
}

function tableOf(answer: QueryAnswer): { readonly columns: readonly string[]; readonly rows: string[][] } {
  if ('apis' in answer) return { columns: apiColumns, rows: answer.apis.map(apiCells) };
  const rows = answer.actions.map((one) => [
    one.decision,
    one.action,
    whyLines({ decision: one.decision, actions: [one] }).join('; '),
  ]);
  return { columns: actionColumns, rows };
}

function apiCells(row: AnswerRow): string[] {
  const { decision, cloud, service, method, path, operation = '', title, deprecated } = row;
  const why = explanationLines(row).join('; ');
  return [decision, cloud, service, method, path, operation, title, deprecated ? 'yes' : 'no', why];
}

/** Who was asked about, in Markdown; a role's grants each have a place of their own. */
function askedText({ role, policies, cloud, scope }: ReportAnswer | CanAnswer): string {
  const list = policies.map(markdownText).join(', ');
  return role === undefined
    ? `Policies: ${list}, cloud ${cloud}, scope ${scope}`
    : `Role ${markdownText(role)}: ${list}, cloud ${cloud}`;
}
