import type { Finding, LintReport } from '../model/finding.ts';
import { jsonLines, LazyList } from './json-text.ts';
import type { RuleStatistics } from './lint-statistics.ts';

/**
 * The report as JSON in pieces, `schemaVersion` 1, as `rules/schema/lint-output.schema.json` describes it.
 * @param statistics how often each rule reports, where somebody asked for it
 */
export function renderLintJson(
  { findings, summary, notes = [] }: LintReport,
  statistics?: readonly RuleStatistics[],
): Iterable<string> {
  const more = {
    ...(statistics === undefined ? {} : { statistics }),
    ...(notes.length === 0 ? {} : { notes }),
  };
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
