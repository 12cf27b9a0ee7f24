import type { LintReport, Severity } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { LintOutput } from '../arguments/lint-outputs.ts';

/** What a run of `lint` has to show. */
export interface LintResults {
  readonly report: LintReport;
  /** What was read; files without findings without their texts. */
  readonly files: readonly PolicyFile[];
  /** What the call names and could not be read, in words. */
  readonly unreadable: readonly string[];
  /** What else could not be read, in words. */
  readonly unread: readonly string[];
  /** Whether findings of a severity make the run fail. */
  readonly fails: (severity: Severity) => boolean;
}

/** One form of the results. */
export interface LintForm
  extends LintOutput,
    Pick<LintArguments, 'colour' | 'statistics' | 'showSuppressed'> {}

/** People see what counts, and what is accepted only when they ask. */
export function shownOf(report: LintReport, { showSuppressed }: LintForm): LintReport {
  if (showSuppressed) return report;
  return { ...report, findings: report.findings.filter(({ suppressed }) => suppressed === undefined) };
}

/** The texts of files, as far as they are kept. */
export function textsOf(files: readonly PolicyFile[]): (file: string) => string | undefined {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  return (file) => texts.get(file);
}
