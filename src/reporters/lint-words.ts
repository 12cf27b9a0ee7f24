import type { Finding, LintSummary, Severity } from '../model/finding.ts';

/** Findings that count: what most formats show. */
export function unsuppressed(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ suppressed }) => suppressed === undefined);
}

/** The message, and what to do: for formats that have one text for a finding. */
export function messageWithHelp({ message, help }: Pick<Finding, 'message' | 'help'>): string {
  return help === undefined ? message : `${message}; ${help}`;
}

/** How a severity's count is written. */
type CountStyle = (severity: Severity, text: string) => string;

/** The counts of a run: `3 errors, 1 warning in 5 policies (7 files); 1 file could not be read`. */
export function summaryInWords(summary: LintSummary, style: CountStyle = (_, text) => text): string {
  const { errors, warnings, infos, suppressed, policies, files, unread = 0 } = summary;
  const counts = [
    ...(errors > 0 ? [style('error', counted(errors, 'error'))] : []),
    ...(warnings > 0 ? [style('warning', counted(warnings, 'warning'))] : []),
    ...(infos > 0 ? [style('info', `${infos} info`)] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  const unreadFiles = unread === 0 ? [] : [`${counted(unread, 'file')} could not be read`];
  // "No policy" would be said of files that nobody has seen.
  if (files === 0 && unread > 0) return `nothing checked: ${unreadFiles.join('')}`;
  const found =
    policies === 0
      ? [...counts, 'no policy found'].join(', ')
      : `${counts.length === 0 ? 'nothing found' : counts.join(', ')} in ${counted(policies, 'policy')}`;
  // A policy a file is the usual case, and not worth saying.
  const looked = files > 1 && files !== policies ? ` (${files} files)` : '';
  return [`${found}${looked}`, ...unreadFiles].join('; ');
}

function counted(count: number, what: 'error' | 'warning' | 'policy' | 'file'): string {
  if (count === 1) return `1 ${what}`;
  return `${count} ${what === 'policy' ? 'policies' : `${what}s`}`;
}
