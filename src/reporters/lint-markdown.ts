import type { Finding, LintReport } from '../model/finding.ts';
import { summaryInWords, unsuppressed } from './lint-words.ts';
import { markdownCode, markdownRow, markdownSentence, markdownText } from './markdown-table.ts';

/** Findings as a table, for a comment or the summary of a job. */
export function renderLintMarkdown({ findings, summary }: LintReport): string {
  const counts = `**${markdownText(summaryInWords(summary))}**\n`;
  const shown = unsuppressed(findings);
  if (shown.length === 0) return counts;
  const head = ['severity', 'place', 'finding', 'rule'];
  return [
    counts,
    '\n',
    markdownRow(head),
    markdownRow(head.map(() => '---')),
    ...shown.map((finding) => markdownRow(cells(finding))),
  ].join('');
}

function cells({ file, line, column, severity, rule, message, help, related }: Finding): readonly string[] {
  const rows = [
    markdownSentence(message),
    ...related.map(
      (place) =>
        `${markdownCode(`${place.file}:${place.line}:${place.column}`)} ${markdownSentence(place.note)}`,
    ),
    ...(help === undefined ? [] : [`help: ${markdownSentence(help)}`]),
  ];
  return [severity, markdownCode(`${file}:${line}:${column}`), rows.join('<br>'), markdownCode(rule)];
}
