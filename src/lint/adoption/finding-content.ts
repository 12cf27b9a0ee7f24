import type { Finding } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { lineStarts } from '../../policy/line-starts.ts';

/** Characters of a text that count: enough to tell texts apart. */
const longest = 120;

/** Tells what a finding is about. */
type ContentOf = (finding: Finding, file: PolicyFile) => string;

/**
 * Tells what findings are about, in a form that outlives edits elsewhere in the file and new words of ours: the text pointed
 * at; for a list or an object the way to it, without the places in lists. Lines are counted once for each file.
 */
export function findingContents(): ContentOf {
  let last: PolicyFile | undefined;
  let starts: readonly number[] = [];
  const excerptOf: ContentOf = ({ line, column, endLine, endColumn }, file) => {
    if (file !== last) starts = lineStarts(file.text);
    last = file;
    const start = (starts[line - 1] ?? 0) + column - 1;
    const end = (starts[endLine - 1] ?? 0) + endColumn - 1;
    return file.text.slice(start, Math.min(end, start + longest + 1));
  };
  return (finding, file) => {
    const excerpt = excerptOf(finding, file);
    if (/^[[{]/u.test(excerpt)) return finding.pointer.replace(/\/\d+(?=\/|$)/gu, '/*') || '/';
    return excerpt.length > longest ? `${excerpt.slice(0, longest)}…` : excerpt;
  };
}
