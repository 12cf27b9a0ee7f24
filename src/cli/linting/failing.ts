import { type LintReport, type Severity, severities } from '../../model/finding.ts';
import type { Limits } from '../arguments/lint-arguments.ts';

/** Which severities fail: those from the threshold on, and warnings where there are too many. */
export function failingSeverities(report: LintReport, limits: Limits): (severity: Severity) => boolean {
  const { failOn } = limits;
  const last = failOn === 'never' ? -1 : severities.indexOf(failOn);
  const tooMany = hasTooManyWarnings(report, limits);
  return (severity) => severities.indexOf(severity) <= last || (tooMany && severity === 'warning');
}

/** Whether a run fails for what was found. */
export function isFailing(report: LintReport, limits: Limits): boolean {
  const fails = failingSeverities(report, limits);
  const counts: Readonly<Record<Severity, number>> = {
    error: report.summary.errors,
    warning: warningsOf(report),
    info: report.summary.infos,
  };
  return severities.some((severity) => counts[severity] > 0 && fails(severity));
}

export function hasTooManyWarnings(report: LintReport, { warnings }: Limits): boolean {
  return warningsOf(report) > warnings;
}

/** The count of findings does not have what is out of date in the configuration. */
export function warningsInWords(report: LintReport): string {
  const { length } = report.notes ?? [];
  const all = warningsOf(report);
  const which =
    length === 0 ? '' : all === length ? ', about the configuration' : `, ${length} about the configuration`;
  return `${all === 1 ? '1 warning' : `${all} warnings`}${which}`;
}

/** What is out of date in the configuration is a warning like those of policies. */
function warningsOf({ summary, notes = [] }: LintReport): number {
  return summary.warnings + notes.length;
}
