import type { LintReport } from '../model/finding.ts';
import { terminalText } from './terminal-text.ts';

/** One line for each finding: `path:line:col: severity rule message`. */
export function renderLintCompact({ findings }: LintReport): string {
  return findings
    .map(
      ({ file, line, column, severity, rule, message, suppressed }) =>
        `${terminalText(`${file}:${line}:${column}: ${severity} ${rule} ${message}${suppressed ? ` (suppressed: ${suppressed.reason})` : ''}`)}\n`,
    )
    .join('');
}
