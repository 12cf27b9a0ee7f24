import { type LintReport, type Severity, severities } from '../model/finding.ts';
import type { Colours } from './colours.ts';
import { summaryInWords } from './lint-words.ts';
import { markdownTable, markdownText } from './markdown-table.ts';
import { renderTable } from './text-table.ts';

/** How often a rule reports at one severity. */
export interface RuleStatistics {
  readonly rule: string;
  readonly severity: Severity;
  /** Findings that count. */
  readonly count: number;
  /** How many of them a fix is offered for. */
  readonly fixable: { readonly safe: number; readonly unsafe: number };
  /** Findings besides that are suppressed. */
  readonly suppressed: number;
}

/** Findings by rule and severity, the most frequent first; of equally many the graver, then by name. */
export function statisticsOf({ findings }: Pick<LintReport, 'findings'>): readonly RuleStatistics[] {
  const byRule = new Map<string, RuleStatistics>();
  for (const { rule, severity, fix, suppressed } of findings) {
    const key = JSON.stringify([rule, severity]);
    const before = byRule.get(key) ?? {
      rule,
      severity,
      count: 0,
      fixable: { safe: 0, unsafe: 0 },
      suppressed: 0,
    };
    const counts = suppressed === undefined ? 1 : 0;
    byRule.set(key, {
      ...before,
      count: before.count + counts,
      fixable: {
        safe: before.fixable.safe + (fix?.safe === true ? counts : 0),
        unsafe: before.fixable.unsafe + (fix?.safe === false ? counts : 0),
      },
      suppressed: before.suppressed + 1 - counts,
    });
  }
  return [...byRule.values()].sort(
    (a, b) =>
      b.count - a.count ||
      b.suppressed - a.suppressed ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (a.rule < b.rule ? -1 : 1),
  );
}

/** What the statistics show besides findings that count. */
interface StatisticsOptions {
  readonly colours: Colours;
  /** Suppressed findings too. */
  readonly suppressed: boolean;
}

/** A line for each rule that reports, for people; the counts of the run at the end. */
export function renderLintStatistics(report: LintReport, { colours, suppressed }: StatisticsOptions): string {
  const rows = cellsOf(report, suppressed);
  const columns = headingsOf(suppressed).map((heading) => ({
    heading,
    align: heading === 'count' || heading === 'suppressed' ? ('right' as const) : ('left' as const),
  }));
  const counts = `${summaryInWords(report.summary)}\n`;
  return rows.length === 0 ? counts : `${renderTable(columns, rows, colours)}\n${counts}`;
}

/** The same as a table of Markdown. */
export function renderMarkdownStatistics(report: LintReport, suppressed: boolean): string {
  const counts = `**${markdownText(summaryInWords(report.summary))}**\n`;
  const rows = cellsOf(report, suppressed);
  return rows.length === 0 ? counts : `${counts}\n${markdownTable(headingsOf(suppressed), rows)}`;
}

function headingsOf(suppressed: boolean): readonly string[] {
  return ['count', ...(suppressed ? ['suppressed'] : []), 'severity', 'rule', 'fixable'];
}

function cellsOf(report: LintReport, withSuppressed: boolean): readonly (readonly string[])[] {
  return statisticsOf(report)
    .filter(({ count }) => withSuppressed || count > 0)
    .map(({ rule, severity, count, fixable: { safe, unsafe }, suppressed }) => [
      String(count),
      ...(withSuppressed ? [String(suppressed)] : []),
      severity,
      rule,
      [
        ...(safe > 0 ? [`${safe} with --fix`] : []),
        ...(unsafe > 0 ? [`${unsafe} with --fix=unsafe`] : []),
      ].join(', '),
    ]);
}
