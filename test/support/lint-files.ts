import type { LintOptions } from '../../src/lint/lint-file.ts';
import { startLint } from '../../src/lint/lint-files.ts';
import type { LintReport } from '../../src/model/finding.ts';
import type { PolicyFile } from '../../src/model/policy.ts';

/** What the rules find in several files, and the counts. */
export function lintFiles(files: Iterable<PolicyFile>, options: LintOptions): LintReport {
  const run = startLint(options);
  for (const file of files) run.add(file);
  return run.report();
}
