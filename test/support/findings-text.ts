import type { Finding } from '../../src/model/finding.ts';

/** Findings as the fixtures write them: place, severity, rule and message, then help and related places. */
export function findingsText(findings: readonly Finding[]): string {
  return findings.map(findingText).join('');
}

function findingText({
  line,
  column,
  endLine,
  endColumn,
  severity,
  rule,
  message,
  help,
  pointer,
  related,
  suppressed,
}: Finding): string {
  const rows = [
    `${line}:${column}-${endLine}:${endColumn} ${severity} ${rule} ${message}`,
    `  at ${pointer || '/'}`,
  ];
  for (const place of related) rows.push(`  ${place.line}:${place.column} ${place.note}`);
  if (help !== undefined) rows.push(`  help: ${help}`);
  if (suppressed !== undefined) rows.push(`  suppressed: ${suppressed.reason}`);
  return `${rows.join('\n')}\n`;
}
