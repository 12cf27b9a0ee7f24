import type { Finding, LintReport } from '../model/finding.ts';
import { jsonLines, LazyList } from './json-text.ts';

/** The report as JSON in pieces, `schemaVersion` 1, as `rules/schema/lint-output.schema.json` describes it. */
export function renderLintJson({ findings, summary, notes = [] }: LintReport): Iterable<string> {
  const more = notes.length === 0 ? {} : { notes };
  return jsonLines({ schemaVersion: 1, findings: new LazyList(findings, orderedFinding), summary, ...more });
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
