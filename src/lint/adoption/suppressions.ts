import type { Finding, LintNote, Suppression } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { coversGlobs, type FileGlobs, globMatcher, type RunCoverage } from './file-globs.ts';

/** A suppression of the configuration. */
export interface SuppressionEntry {
  readonly files: FileGlobs;
  /** A JSON pointer: what it points at, and everything inside. Absent: the whole file. */
  readonly pointer?: string;
  readonly rule: string;
  readonly reason: string;
  /** The last day that it holds, `YYYY-MM-DD`. */
  readonly until?: string;
  /** Where it is written. */
  readonly at: { readonly file: string; readonly line: number };
}

/** The suppressions of one run. */
export interface Suppressions {
  /** The reason of the first that holds for a finding. */
  readonly suppress: (finding: Finding) => Suppression | undefined;
  /** What is to be said of them after the run: that one is not used, or has expired. */
  readonly notes: (run: RunCoverage) => readonly LintNote[];
}

/** What suppressions see of the world. */
export interface SuppressionWorld {
  /** The absolute path of a file, by the name that findings have. */
  readonly pathOf: (file: string) => string;
  /** The date, `YYYY-MM-DD`; asked for only where a suppression has an end. */
  readonly today: () => string;
}

export function createSuppressions(
  entries: readonly SuppressionEntry[],
  { pathOf, today }: SuppressionWorld,
): Suppressions {
  const now = entries.some(({ until }) => until !== undefined) ? today() : '';
  const list = entries.map((entry) => ({
    ...entry,
    expired: entry.until !== undefined && entry.until < now,
    concerns: onceForEach(globMatcher(entry.files)),
    uses: 0,
  }));
  const byRule = new Map<string, typeof list>();
  for (const suppression of list) {
    const same = byRule.get(suppression.rule);
    if (same === undefined) byRule.set(suppression.rule, [suppression]);
    else same.push(suppression);
  }
  return {
    suppress({ rule, pointer, file }) {
      let reason: string | undefined;
      // Several may mean the same finding: each of them is used.
      for (const suppression of byRule.get(rule) ?? []) {
        if (!isWithin(pointer, suppression.pointer) || !suppression.concerns(pathOf(file))) continue;
        suppression.uses += 1;
        if (!suppression.expired) reason ??= suppression.reason;
      }
      return reason === undefined ? undefined : { reason };
    },
    notes: (run) =>
      list.flatMap((suppression): LintNote[] => {
        const { rule, files, until, at, uses, expired, concerns } = suppression;
        if (uses > 0) {
          if (!expired) return [];
          const what = uses === 1 ? 'the finding that it was for is' : `${uses} findings that it was for are`;
          const message = `the suppression of ${inBackticks(rule)} ended on ${until}, and ${what} still there`;
          return [{ kind: 'expired-suppression', ...at, message }];
        }
        if (!run.ran(rule) || !coversGlobs(files, run)) return [];
        const why = [...run.files].some(concerns)
          ? 'nothing that it means is found any more'
          : `no file that was checked matches ${files.globs.map(inBackticks).join(', ')}`;
        const message = `the suppression of ${inBackticks(rule)} is not used: ${why}`;
        return [{ kind: 'unused-suppression', ...at, message }];
      }),
  };
}

/** RFC 6901: a pointer leads into another one where that goes on with `/`. */
function isWithin(pointer: string, outer: string | undefined): boolean {
  return outer === undefined || pointer === outer || pointer.startsWith(`${outer}/`);
}

/** Findings come file by file: the answer for the last file is kept. */
function onceForEach(matches: (path: string) => boolean): (path: string) => boolean {
  let last: string | undefined;
  let answer = false;
  return (path) => {
    if (path !== last) {
      answer = matches(path);
      last = path;
    }
    return answer;
  };
}
