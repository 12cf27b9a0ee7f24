import type { Finding, LintReport, Severity } from '../model/finding.ts';
import { unsuppressed } from './lint-words.ts';
import { portablePath } from './portable-path.ts';
import { terminalText } from './terminal-text.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

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
  ].map(([name, value]) => `${name}=${githubProperty(String(value))}`);
  const rows = [
    message,
    ...related.map((place) => `${place.file}:${place.line}:${place.column} ${place.note}`),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ];
  return `::${commands[severity]} ${properties.join(',')}::${rows.map(githubText).join('%0A')}\n`;
}

/** The text of a command: the runner turns `%25`, `%0D` and `%0A` back. */
function githubText(text: string): string {
  return terminalText(text).replaceAll('%', '%25');
}

/** A property of a command. Line breaks are kept, since a file's name may have them; nothing else ends it early. */
function githubProperty(text: string): string {
  return terminalText(text.replace(/[%\r\n:,]/g, encodeURIComponent));
}
