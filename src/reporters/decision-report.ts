import type { AnswerRow, ReportAnswer, ReportSummary } from '../model/answer.ts';
import type { DecisionFormat, TableFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { apiText, explanationLines, mergeClouds, placesLines, titleText } from './decision-lines.ts';
import { colouredDecision, decisionWidth } from './decision-words.ts';
import { jsonLines, LazyList } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

/**
 * The answer of `report` in one of its formats, in pieces: `pretty`, `compact` or `json`; the others are
 * {@link renderReportTable}'s.
 */
export function renderReport(
  answer: ReportAnswer,
  format: Exclude<DecisionFormat, TableFormat>,
  colours: Colours,
): Iterable<string> {
  switch (format) {
    case 'json':
      return jsonLines({ ...answer, apis: new LazyList(answer.apis) });
    case 'compact':
      return answer.apis.map((row) => {
        const why = [...explanationLines(row), ...placesLines(answer.places)].join('; ');
        return `${row.decision} ${row.cloud} ${row.service} ${apiText(row)}${why === '' ? '' : `: ${why}`}\n`;
      });
    case 'pretty':
      return pretty(answer, colours);
  }
}

function pretty(answer: ReportAnswer, colours: Colours): string[] {
  const { doubts = [] } = answer;
  const rows = mergeClouds(answer.apis.map(withoutDoubts));
  const cloudWidth = Math.max(0, ...rows.map(({ clouds }) => clouds.join(' ').length));
  const apiWidth = Math.max(0, ...rows.map(({ row }) => apiText(row).length));
  const lines = [
    ...(answer.role === undefined ? [] : [`${colours.bold('role')}     ${terminalText(answer.role)}`]),
    `${colours.bold('policies')} ${answer.policies.map(terminalText).join(', ')}`,
    `${colours.bold('asked')}    cloud ${answer.cloud}, ${placeWords(answer)}`,
    ...doubts.map((doubt) => `${colours.bold('doubt')}    ${terminalText(doubt)}`),
  ];
  let service: string | undefined;
  for (const { clouds, row } of rows) {
    if (row.service !== service) {
      service = row.service;
      lines.push('', colours.bold(service));
    }
    const title = titleText(row);
    lines.push(
      `  ${colouredDecision(row.decision, colours, decisionWidth)}  ${clouds.join(' ').padEnd(cloudWidth)}  ${apiText(row).padEnd(apiWidth)}  ${colours.dim(terminalText(title))}`,
    );
    for (const line of explanationLines(row)) lines.push(`  ${' '.repeat(decisionWidth)}  ${line}`);
  }
  lines.push('', summaryLine(answer.summary));
  for (const note of answer.notes) lines.push(`${colours.dim('note:')} ${terminalText(note)}`);
  return lines.map((line) => `${line}\n`);
}

/** A row without what is said of the whole report: that a policy cannot be read for sure. */
export function withoutDoubts(row: AnswerRow): AnswerRow {
  const reasons = row.reasons.filter(({ kind, by }) => kind !== 'unreadable-policy' || by !== undefined);
  return reasons.length === row.reasons.length ? row : { ...row, reasons };
}

function summaryLine({ allowed, conditional, notAllowed, denied, ungoverned }: ReportSummary): string {
  const total = allowed + conditional + notAllowed + denied + ungoverned;
  const parts = [
    `${allowed} allowed`,
    `${conditional} conditional`,
    `${notAllowed} not-allowed`,
    `${denied} denied`,
    `${ungoverned} ungoverned`,
  ];
  return `${total} ${total === 1 ? 'API' : 'APIs'} (each cloud counted): ${parts.join(', ')}`;
}

/** Where the policies are granted: a role's grants each have a place of their own. */
function placeWords({ role, scope, places }: ReportAnswer): string {
  if (role !== undefined) return ['granted as the role says', ...placesLines(places)].join(', ');
  return `granted in ${scope === 'project' ? 'a project' : 'an enterprise project'}`;
}
