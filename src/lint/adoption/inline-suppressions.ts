import type { Finding, LintNote, Suppression } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { Region } from '../../model/position.ts';
import { createLocator } from '../../policy/region-of.ts';

/** Suppressions that are written in the files as comments: `# iamscope-ignore rule: reason`. */
export interface InlineSuppressions {
  /** Reads those of a file, before its findings are asked about. */
  readonly begin: (file: PolicyFile) => void;
  /** The reason of one that covers a finding of the file. */
  readonly suppress: (finding: Finding) => Suppression | undefined;
  /** What is to be said of them after the run: that one is not used. */
  readonly notes: (ran: (rule: string) => boolean) => readonly LintNote[];
  /** Comments that are not understood, in words: they suppress nothing. */
  readonly faults: () => readonly string[];
}

/** One rule of one comment. */
interface Ignore {
  readonly rule: string;
  readonly reason: string;
  readonly file: string;
  readonly line: number;
  covers: Region | undefined;
  used: boolean;
}

/** The comments of a file that are understood. @param faults what is said of the others, is added to */
function ignoresIn(file: PolicyFile, ruleIds: readonly string[], faults: string[]): readonly Ignore[] {
  const comments = file.form?.comments?.() ?? [];
  if (comments.length === 0) return [];
  const { regionOf } = createLocator(file.text, file.form?.spanOf);
  return comments.flatMap((comment) => {
    const { line } = regionOf(comment);
    const reading = readIgnore(comment.text, ruleIds);
    if (typeof reading === 'string') {
      faults.push(`${file.file}:${line}: ${reading}`);
      return [];
    }
    const covers = comment.covers && regionOf(comment.covers);
    return reading.rules.map((rule): Ignore => {
      return { rule, reason: reading.reason, file: file.file, line, covers, used: false };
    });
  });
}

/** @param ruleIds the rules that there are */
export function createInlineSuppressions(ruleIds: readonly string[]): InlineSuppressions {
  const all: Ignore[] = [];
  const faults: string[] = [];
  let current: readonly Ignore[] = [];
  const known = new Map<string, readonly Ignore[]>();
  return {
    begin(file) {
      const before = known.get(file.file);
      const found = ignoresIn(file, ruleIds, before === undefined ? faults : []);
      if (before === undefined) {
        all.push(...found);
        known.set(file.file, found);
      }
      // What the file says of who is granted something is looked at after the file, and may be covered by the same comment.
      for (const [i, one] of (before ?? []).entries()) one.covers ??= found[i]?.covers;
      current = before ?? found;
    },
    suppress(finding) {
      const covering = current.filter(
        ({ rule, file, covers }) =>
          rule === finding.rule && file === finding.file && covers !== undefined && isIn(finding, covers),
      );
      for (const one of covering) one.used = true;
      const [first] = covering;
      return first && { reason: first.reason, inline: true };
    },
    notes: (ran) =>
      all.flatMap(({ rule, file, line, used }): LintNote[] =>
        used || !ran(rule)
          ? []
          : [
              {
                kind: 'unused-suppression',
                file,
                line,
                message: `the comment that ignores ${inBackticks(rule)} is not used: nothing that it covers is found`,
              },
            ],
      ),
    faults: () => faults,
  };
}

/** Whether a finding begins in a region. */
function isIn({ line, column }: Region, { line: first, column: from, endLine, endColumn }: Region): boolean {
  const isAfter = line > first || (line === first && column >= from);
  return isAfter && (line < endLine || (line === endLine && column <= endColumn));
}

/** What a comment asks for, or what is wrong with it, in words. */
function readIgnore(
  comment: string,
  ruleIds: readonly string[],
): { readonly rules: readonly string[]; readonly reason: string } | string {
  const form = 'write `iamscope-ignore <rule>: <reason>`';
  const [, list = '', reason = ''] = /^iamscope-ignore\s+([^:]*)(?::\s*(.*))?$/su.exec(comment) ?? [];
  const rules = list.split(/[\s,]+/u).filter((rule) => rule !== '');
  if (rules.length === 0) return `the comment names no rule to ignore; ${form}`;
  for (const rule of rules) {
    if (ruleIds.includes(rule)) continue;
    const near = nearest(rule, ruleIds, { max: 3 });
    const hint =
      near === undefined ? '`iamscope explain --list` shows them all' : `did you mean ${inBackticks(near)}?`;
    return `the comment ignores the unknown rule ${inBackticks(rule)}; ${hint}`;
  }
  if (reason.trim() === '')
    return `the comment that ignores ${rules.map(inBackticks).join(', ')} gives no reason; ${form}`;
  return { rules, reason: reason.trim() };
}
