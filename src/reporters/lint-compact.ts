import type { LintReport } from '../model/finding.ts';
import { terminalPath, terminalText } from './terminal-text.ts';

/** One line for each finding: `path:line:col: severity rule message`, and in brackets why it does not count. */
export function renderLintCompact({ findings }: LintReport): string {
  return findings
    .map(({ file, line, column, severity, rule, message, suppressed }) => {
      const accepted = suppressed === undefined ? '' : ` (suppressed: ${suppressed.reason})`;
      return `${terminalPath(file)}:${line}:${column}: ${severity} ${terminalText(`${rule} ${message}${accepted}`)}\n`;
    })
    .join('');
}
