import type { Finding } from '../model/finding.ts';
import { portablePath } from './portable-path.ts';
import { createLines, type TextOf } from './source-lines.ts';

/** What telling findings apart from run to run needs. */
export interface FingerprintOptions {
  /** A file's text. The message stands for the content of a file that is not known. */
  readonly textOf: TextOf;
  /** A digest of a text, as letters and digits. */
  readonly hash: (text: string) => string;
}

/** Characters of the place's text that count. */
const most = 200;

/**
 * A mark for each finding that is its own in a run, and the same in the next run wherever its line has moved to: made of
 * file, rule, the first line of what the finding is about, and how many alike come before it. Suppressed findings are
 * counted like others, so that suppressing one does not change the marks of the rest.
 */
export function fingerprintsOf(
  findings: readonly Finding[],
  { textOf, hash }: FingerprintOptions,
): ReadonlyMap<Finding, string> {
  const linesOf = createLines(textOf);
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const key = JSON.stringify([portablePath(finding.file), finding.rule, contentOf(finding, linesOf)]);
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return [finding, hash(`${key}${before}`)];
    }),
  );
}

function contentOf(finding: Finding, linesOf: (file: string) => readonly string[]): string {
  const { file, line, column, endLine, endColumn, message } = finding;
  const source = linesOf(file)[line - 1];
  if (source === undefined) return message;
  const end = endLine === line ? endColumn - 1 : source.length;
  return source
    .slice(column - 1, Math.min(end, column - 1 + most))
    .replace(/\s+/g, ' ')
    .trim();
}
