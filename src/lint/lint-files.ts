import type { Finding, LintReport, Severity } from '../model/finding.ts';
import type { PolicyFile } from '../model/policy.ts';
import { compareFindings, type LintOptions, lintFile } from './lint-file.ts';

/**
 * What the rules find in several files, and the counts. Of files, nothing is kept.
 * @param onLinted called with each file and its findings, once it is done
 */
export function lintFiles(
  files: Iterable<PolicyFile>,
  options: LintOptions,
  onLinted?: (file: PolicyFile, findings: readonly Finding[]) => void,
): LintReport {
  const findings: Finding[] = [];
  let count = 0;
  let policies = 0;
  for (const file of files) {
    count += 1;
    policies += file.policies.length;
    const found = lintFile(file, options);
    for (const finding of found) findings.push(finding);
    onLinted?.(file, found);
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
