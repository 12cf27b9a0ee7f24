import type { Finding, LintReport, Severity } from '../model/finding.ts';
import type { GrantHolder } from '../model/grant.ts';
import type { PolicyFile } from '../model/policy.ts';
import { compareFindings, type LintOptions, LintRun, lintFileOf } from './lint-file.ts';

/** Linting of several files, one after the other. Of the files themselves nothing is kept. */
interface LintOfFiles {
  /** What the rules find in one more file. */
  add(file: PolicyFile): readonly Finding[];
  /** The same of who is granted policies together by what a file says, which does not count as a file. */
  addHolders(file: PolicyFile, holders: readonly GrantHolder[]): readonly Finding[];
  /** All findings so far, and the counts. */
  report(): LintReport;
}

export function startLint(options: LintOptions): LintOfFiles {
  const run = new LintRun(options);
  const findings: Finding[] = [];
  let files = 0;
  let policies = 0;
  return {
    add(file) {
      files += 1;
      policies += file.policies.length;
      const found = lintFileOf(run, file);
      for (const finding of found) findings.push(finding);
      return found;
    },
    addHolders(file, holders) {
      const found = lintFileOf(run, file, holders);
      for (const finding of found) findings.push(finding);
      return found;
    },
    report() {
      const sorted = [...findings].sort(compareFindings);
      const counting = sorted.filter(({ suppressed }) => suppressed === undefined);
      const countOf = (severity: Severity) =>
        counting.filter((finding) => finding.severity === severity).length;
      const summary = {
        files,
        policies,
        errors: countOf('error'),
        warnings: countOf('warning'),
        infos: countOf('info'),
        suppressed: sorted.length - counting.length,
      };
      return { findings: sorted, summary };
    },
  };
}
