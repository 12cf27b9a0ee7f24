import type { LintReport } from '../model/finding.ts';
import { unsuppressed } from './lint-words.ts';
import { terminalPath, terminalText } from './terminal-text.ts';

/** One line for each finding that counts: `path:line:col: severity rule message`. */
export function renderLintCompact(
  { findings }: LintReport,
  { showSuppressed = false }: { readonly showSuppressed?: boolean } = {},
): string {
  return (showSuppressed ? findings : unsuppressed(findings))
    .map(
      ({ file, line, column, severity, rule, message, suppressed }) =>
        `${terminalPath(file)}:${line}:${column}: ${severity} ${terminalText(`${rule} ${message}${suppressed ? ` (suppressed: ${suppressed.reason})` : ''}`)}\n`,
    )
    .join('');
}
