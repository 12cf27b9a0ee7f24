import type { Finding, LintReport, Severity } from '../model/finding.ts';
import { type GithubCommand, githubCommand } from './github-command.ts';
import { unsuppressed } from './lint-words.ts';
import { portablePath } from './portable-path.ts';

const commands: Readonly<Record<Severity, GithubCommand>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** Workflow commands of GitHub Actions, one a finding, which become annotations of the changed files. */
export function renderLintGithub({ findings }: LintReport): string {
  return unsuppressed(findings).map(commandOf).join('');
}

function commandOf(finding: Finding): string {
  const { file, line, column, endLine, endColumn, severity, rule, message, help, related } = finding;
  // GitHub refuses columns where the place spans several lines.
  const columns: readonly (readonly [string, number])[] =
    line === endLine
      ? [
          ['col', column],
          ['endColumn', endColumn],
        ]
      : [];
  const properties = [
    ['file', portablePath(file)],
    ['line', line],
    ['endLine', endLine],
    ...columns,
    ['title', `iamscope ${rule}`],
  ] as const;
  const rows = [
    message,
    ...related.map((place) => `${place.file}:${place.line}:${place.column} ${place.note}`),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ];
  return githubCommand(commands[severity], properties, rows);
}
