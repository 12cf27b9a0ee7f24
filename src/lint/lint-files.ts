import type { Finding, LintReport, Severity } from '../model/finding.ts';
import type { PolicyFile } from '../model/policy.ts';
import { compareFindings, type LintOptions, lintFile } from './lint-file.ts';

/** What the rules find in several files, and the counts. */
export function lintFiles(files: Iterable<PolicyFile>, options: LintOptions): LintReport {
  const findings: Finding[] = [];
  let count = 0;
  let policies = 0;
  for (const file of files) {
    count += 1;
    policies += file.policies.length;
    for (const finding of lintFile(file, options)) findings.push(finding);
  }
  findings.sort(compareFindings);
  const counting = findings.filter(({ suppressed }) => suppressed === undefined);
  const countOf = (severity: Severity) => counting.filter((finding) => finding.severity === severity).length;
  const summary = {
    files: count,
    policies,
    errors: countOf('error'),
    warnings: countOf('warning'),
    infos: countOf('info'),
    suppressed: findings.length - counting.length,
  };
  return { findings, summary };
}
