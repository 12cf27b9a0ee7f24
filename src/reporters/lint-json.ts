import type { Finding, LintReport } from '../model/finding.ts';

/** The report as JSON, `schemaVersion` 1, as `rules/schema/lint-output.schema.json` describes it. */
export function renderLintJson({ findings, summary, notes = [] }: LintReport): string {
  const more = notes.length === 0 ? {} : { notes };
  return `${JSON.stringify({ schemaVersion: 1, findings: findings.map(ordered), summary, ...more }, null, 2)}\n`;
}

/** Members in the order of the documentation, whoever made the finding. */
function ordered(finding: Finding): Finding {
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
