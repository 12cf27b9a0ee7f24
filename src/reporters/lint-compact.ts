import type { LintReport } from '../model/finding.ts';
import { unsuppressed } from './lint-words.ts';
import { terminalPath, terminalText } from './terminal-text.ts';

/** One line for each finding that counts: `path:line:col: severity rule message`. */
export function renderLintCompact({ findings }: LintReport): string {
  return unsuppressed(findings)
    .map(
      ({ file, line, column, severity, rule, message }) =>
        `${terminalPath(file)}:${line}:${column}: ${severity} ${terminalText(`${rule} ${message}`)}\n`,
    )
    .join('');
}
