import type { Finding } from '../model/finding.ts';
import { unsuppressed } from './lint-words.ts';

/**
 * The findings that count, by file, sorted by name.
 * @param policyFiles files that are listed also where nothing was found in them
 */
export function findingsByFile(
  findings: readonly Finding[],
  policyFiles: readonly string[],
): readonly (readonly [file: string, findings: readonly Finding[]])[] {
  const byFile = new Map<string, Finding[]>(policyFiles.map((file) => [file, []]));
  for (const finding of unsuppressed(findings)) {
    const own = byFile.get(finding.file);
    if (own === undefined) byFile.set(finding.file, [finding]);
    else own.push(finding);
  }
  return [...byFile].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
