import type { LintReport, Severity } from '../model/finding.ts';
import { type FingerprintOptions, fingerprintsOf } from './fingerprints.ts';
import { jsonLines, LazyList } from './json-text.ts';
import { messageWithHelp, unsuppressed } from './lint-words.ts';
import { portablePath } from './portable-path.ts';
import { terminalText } from './terminal-text.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/** A Code Quality report of GitLab. It tells findings of several runs apart by fingerprint. */
export function renderLintGitlab({ findings }: LintReport, options: FingerprintOptions): Iterable<string> {
  const fingerprints = fingerprintsOf(findings, options);
  const issues = new LazyList(unsuppressed(findings), (finding) => ({
    description: terminalText(messageWithHelp(finding)),
    check_name: finding.rule,
    fingerprint: fingerprints.get(finding),
    severity: severities[finding.severity],
    location: { path: portablePath(finding.file), lines: { begin: finding.line } },
  }));
  return jsonLines(issues);
}
