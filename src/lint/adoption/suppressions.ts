import type { Finding, LintNote, Suppression } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { coversGlobs, type FileGlobs, globMatcher, type RunCoverage } from './file-globs.ts';
import { findingContents } from './finding-content.ts';

/** A suppression of the configuration. */
export interface SuppressionEntry {
  readonly files: FileGlobs;
  /** A JSON pointer: what it points at, and below it as much as the rest says. Absent: the whole file. */
  readonly pointer?: string;
  /** The texts that may be found, each as often as it is listed; quotes around them do not count. */
  readonly content?: readonly string[];
  /** How many findings of a file it accepts. Absent: those of `content`; else one below the pointer, and any number at it. */
  readonly count?: number;
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
  readonly suppress: (finding: Finding, file: PolicyFile) => Suppression | undefined;
  /** What is to be said of them after the run: that one is not used, has expired, or is for fewer findings than there are. */
  readonly notes: (run: RunCoverage) => readonly LintNote[];
}

/** What suppressions see of the world. */
interface SuppressionWorld {
  /** The absolute path of a file, by the name that findings have. */
  readonly pathOf: (file: string) => string;
  /** The date, `YYYY-MM-DD`; asked for only where a suppression has an end. */
  readonly today: () => string;
}

/** A suppression, and what the run made of it so far. */
interface Use extends SuppressionEntry {
  readonly expired: boolean;
  readonly concerns: (path: string) => boolean;
  /** Findings that it accepted, also after its end. */
  uses: number;
  /** How many findings it accepted, by file and what they are about, where their number is limited. */
  readonly accepted: Map<string, number>;
  /** Findings that were one too many. */
  beyond: number;
}

export function createSuppressions(
  entries: readonly SuppressionEntry[],
  { pathOf, today }: SuppressionWorld,
): Suppressions {
  const now = entries.some(({ until }) => until !== undefined) ? today() : '';
  const list = entries.map(
    (entry): Use => ({
      ...entry,
      expired: entry.until !== undefined && entry.until < now,
      concerns: onceForEach(globMatcher(entry.files)),
      uses: 0,
      accepted: new Map(),
      beyond: 0,
    }),
  );
  const contentOf = findingContents();
  const byRule = new Map<string, Use[]>();
  for (const use of list) {
    const same = byRule.get(use.rule);
    if (same === undefined) byRule.set(use.rule, [use]);
    else same.push(use);
  }
  return {
    suppress(finding, policyFile) {
      const { rule, pointer, file } = finding;
      const concerned = (byRule.get(rule) ?? []).filter(
        (one) => isWithin(pointer, one.pointer) && one.concerns(pathOf(file)),
      );
      if (concerned.length === 0) return undefined;
      const content = concerned.some((one) => one.content) ? unquoted(contentOf(finding, policyFile)) : '';
      return suppressionBy(concerned, finding, content);
    },
    notes: (run) => list.flatMap((use) => noteOf(use, run) ?? []),
  };
}

/** Notes a finding with all suppressions that mean its place. @returns what the first of them that accepts it says */
function suppressionBy(
  concerned: readonly Use[],
  { file, pointer }: Finding,
  content: string,
): Suppression | undefined {
  // Several may mean the same finding: each of them is used. One that means it for sure leaves the others their number.
  const sure = concerned.filter((one) => isUnlimited(one, pointer));
  const limited = concerned.filter((one) => !sure.includes(one));
  const isSettled = sure.some(({ expired }) => !expired);
  const accepting = [
    ...sure,
    ...limited.filter((one) => isListed(one, content) && (isSettled || hasLeft(one, file, content))),
  ];
  for (const one of accepting) one.uses += 1;
  const first = concerned.find((one) => accepting.includes(one) && !one.expired);
  if (first !== undefined) return { reason: first.reason };
  for (const one of limited) if (!accepting.includes(one) && isListed(one, content)) one.beyond += 1;
  return undefined;
}

function noteOf(use: Use, run: RunCoverage): LintNote | undefined {
  const { rule, files, until, at, uses, expired, concerns, beyond } = use;
  const suppression = `the suppression of ${inBackticks(rule)}`;
  if (uses > 0 && expired) {
    const what = uses === 1 ? 'the finding that it was for is' : `${uses} findings that it was for are`;
    const message = `${suppression} ended on ${until}, and ${what} still there`;
    return { kind: 'expired-suppression', ...at, message };
  }
  if (uses > 0) {
    if (beyond === 0) return undefined;
    const found = beyond === 1 ? 'is 1 more finding' : `are ${beyond} more findings`;
    const hint = 'give each its pointer, or say which in `content`, or how many in `count`';
    const message = `where ${suppression} points, there ${found} that it is not for: ${hint}`;
    return { kind: 'exceeded-suppression', ...at, message };
  }
  if (!run.ran(rule) || !coversGlobs(files, run)) return undefined;
  const why = [...run.files].some(concerns)
    ? 'nothing that it means is found any more'
    : `no file that was checked matches ${files.globs.map(inBackticks).join(', ')}`;
  return { kind: 'unused-suppression', ...at, message: `${suppression} is not used: ${why}` };
}

type Limits = Pick<SuppressionEntry, 'pointer' | 'content' | 'count'>;

/** Whether it accepts any number: of a whole file or document, or of findings right where it points. */
function isUnlimited({ pointer, content, count }: Limits, found: string): boolean {
  return content === undefined && count === undefined && (!pointer || pointer === found);
}

/** Whether it is for findings about this. */
function isListed({ content }: Limits, found: string): boolean {
  return content === undefined || content.some((text) => unquoted(text) === found);
}

/** Whether it accepts one more of a file; if so, that is noted. */
function hasLeft({ content, count, accepted }: Use, file: string, found: string): boolean {
  const perContent = content !== undefined && count === undefined;
  const key = JSON.stringify(perContent ? [file, found] : [file]);
  const most = perContent ? content.filter((text) => unquoted(text) === found).length : (count ?? 1);
  const before = accepted.get(key) ?? 0;
  if (before >= most) return false;
  accepted.set(key, before + 1);
  return true;
}

/** A text as people write it in YAML. */
function unquoted(text: string): string {
  return /^(["'])[\s\S]*\1$/u.test(text) && text.length > 1 ? text.slice(1, -1) : text;
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
