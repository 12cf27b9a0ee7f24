import type { Finding, LintReport } from '../model/finding.ts';
import { jsonText } from './json-text.ts';
import type { RuleStatistics } from './lint-statistics.ts';

/**
 * The report as JSON, `schemaVersion` 1, as `rules/schema/lint-output.schema.json` describes it.
 * @param statistics how often each rule reports, where somebody asked for it
 */
export function renderLintJson(
  { findings, summary, notes = [] }: LintReport,
  statistics?: readonly RuleStatistics[],
): string {
  const more = {
    ...(statistics === undefined ? {} : { statistics }),
    ...(notes.length === 0 ? {} : { notes }),
  };
  return `${jsonText({ schemaVersion: 1, findings: findings.map(orderedFinding), summary, ...more }, 2)}\n`;
}

/** Members in the order of the documentation, whoever made the finding. */
export function orderedFinding(finding: Finding): Finding {
  const {
    rule,
    severity,
    message,
    help,
    file,
    pointer,
    line,
    column,
    endLine,
    endColumn,
    related,
    fix,
    suppressed,
  } = finding;
  return {
    rule,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    file,
    pointer,
    line,
    column,
    endLine,
    endColumn,
    related,
    ...(fix === undefined ? {} : { fix }),
    ...(suppressed === undefined ? {} : { suppressed }),
  };
}
