import type { Finding, TextEdit } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { createSpans } from '../../policy/region-of.ts';
import { overlap, type Splice, splice } from './edits-of-fix.ts';

/** What applying fixes depends on. */
export interface FixOptions {
  readonly lint: (file: PolicyFile) => readonly Finding[];
  /** Reads a changed text as the file that it is to become. */
  readonly read: (text: string) => PolicyFile;
  /** Fixes that may change decisions, too. */
  readonly unsafe: boolean;
  /** The proof of safe fixes: whether both texts decide everything alike. */
  readonly isProved: (before: PolicyFile, after: PolicyFile) => boolean;
  /** The same found out in another way, at some cost: asked once, for all safe fixes together. */
  readonly isConfirmed: (before: PolicyFile, after: PolicyFile) => boolean;
  /** What the files of a run may cost together; without it each file has its own bounds only. */
  readonly budget?: FixBudget;
}

/** How many characters may still be read again to tell fixes that stand the check from those that do not. */
export interface FixBudget {
  characters: number;
}

/** Enough for thousands of files of which some fixes are refused. */
export function fixBudget(): FixBudget {
  return { characters: 64 * 1024 * 1024 };
}

/** A file after its fixes. */
export interface FixedFile {
  /** The file as it was given where nothing was fixed. */
  readonly file: PolicyFile;
  /** What was fixed, each at its place in the text of its pass. */
  readonly fixed: readonly Finding[];
  /** Findings of the last text whose fix was not made: it did not stand the check, or there was no time left for it. */
  readonly leftOut: readonly Finding[];
}

/** More passes than this are a circle of rules that undo each other, which is cut. */
const mostPasses = 100;

/** More checks than this are not made in one file and pass: each one reads the text again. */
const mostChecks = 100;

/** What a check costs besides, in characters. */
const costOfCheck = 1024;

/** How often a text may be read: of a very long one no more than that many characters in all, but a few times anyway. */
function readings({ text }: PolicyFile, most: number, fewest: number, characters: number): number {
  return Math.min(most, Math.max(fewest, Math.floor(characters / text.length)));
}

/**
 * Makes the fixes of a file's findings, pass by pass, until nothing is left to do: in a pass those that do not overlap, in
 * the order of the text; the others come in a later one, if they are still offered. Safe fixes come first, and count only
 * where the text is proved to decide everything as before; unsafe ones come when no safe one is left. Suppressed findings
 * are not fixed.
 */
export function fixFile(file: PolicyFile, options: FixOptions): FixedFile {
  const fixed: Finding[] = [];
  const seen = new Set<string>();
  let current = file;
  let confirmed = { file, fixed: 0 };
  /** What the proof let pass was not confirmed: from here on, every single fix is. */
  let careful = false;
  let leftOut: readonly Finding[] = [];
  const passes = readings(file, mostPasses, 3, 8 * 1024 * 1024);
  for (let pass = 0; pass < passes; pass++) {
    const start = current;
    const offered = seen.has(start.text)
      ? []
      : options.lint(start).filter(({ fix, suppressed }) => fix && !suppressed);
    seen.add(start.text);
    const safe = makeSome(
      start,
      offered.filter(isSafe),
      options,
      (after) => options.isProved(start, after) && (!careful || options.isConfirmed(start, after)),
    );
    leftOut = safe.leftOut;
    if (safe.fixed.length > 0) {
      fixed.push(...safe.fixed);
      current = safe.file;
      continue;
    }
    if (!careful && start !== confirmed.file && !options.isConfirmed(confirmed.file, start)) {
      careful = true;
      current = confirmed.file;
      fixed.length = confirmed.fixed;
      seen.clear();
      continue;
    }
    confirmed = { file: start, fixed: fixed.length };
    if (!options.unsafe) break;
    const rest = offered.filter((finding) => !isSafe(finding));
    const unsafe = makeSome(start, rest, options, () => true);
    leftOut = [...leftOut, ...unsafe.leftOut];
    if (unsafe.fixed.length === 0) break;
    fixed.push(...unsafe.fixed);
    current = unsafe.file;
    confirmed = { file: current, fixed: fixed.length };
  }
  // Cut off in the middle: what nobody confirmed does not count.
  if (!careful && current !== confirmed.file && !options.isConfirmed(confirmed.file, current))
    return { file: confirmed.file, fixed: fixed.slice(0, confirmed.fixed), leftOut };
  return { file: current, fixed, leftOut };
}

function isSafe({ fix }: Finding): boolean {
  return fix?.safe === true;
}

/** What telling the fixes that can be made from the others depends on. */
interface ProofOptions extends Pick<FixOptions, 'read' | 'isProved'> {
  /** Whether the file may be written at all. */
  readonly isWritable: (file: PolicyFile) => boolean;
}

/** Fixes that meet others are looked at by themselves, in so many rounds. */
const mostRounds = 5;

/**
 * The findings with those fixes only that {@link fixFile} would make: safe ones that are proved, unsafe ones that leave
 * the text no worse. What is suppressed is not fixed, and stays as it is.
 */
export function withTrueFixes(
  file: PolicyFile,
  findings: readonly Finding[],
  { read, isProved, isWritable }: ProofOptions,
): readonly Finding[] {
  const offered = findings.filter(({ fix, suppressed }) => fix && !suppressed);
  if (offered.length === 0) return findings;
  const refused = new Set<Finding>(isWholeUtf8(file) && isWritable(file) ? [] : offered);
  for (const safe of [true, false]) {
    const check = safe ? (after: PolicyFile) => isProved(file, after) : () => true;
    let rest = candidatesOf(
      file.text,
      offered.filter((finding) => isSafe(finding) === safe && !refused.has(finding)),
    );
    for (let round = 0; rest.length > 0; round++) {
      const some = round < mostRounds ? withoutOverlaps(rest) : rest;
      const left = round < mostRounds ? new Attempt(file, { read }, check).add(some) : rest;
      for (const { finding } of left) refused.add(finding);
      const seen = new Set(some);
      rest = rest.filter((candidate) => !seen.has(candidate));
    }
  }
  if (refused.size === 0) return findings;
  return findings.map((finding) => {
    if (!refused.has(finding)) return finding;
    const { fix: _, ...rest } = finding;
    return rest;
  });
}

/** Whether a file can be written again as what it is. */
function isWholeUtf8({ partial, policies }: PolicyFile): boolean {
  return !partial && !policies.some(({ faults }) => faults.some(({ kind }) => kind === 'invalid-encoding'));
}

/** A finding with the splices of its fix. */
interface Candidate {
  readonly finding: Finding;
  readonly splices: readonly Splice[];
}

/** Makes as many fixes as do not overlap and stand the check. One that does not is no obstacle to those that it overlaps. */
function makeSome(
  file: PolicyFile,
  findings: readonly Finding[],
  options: FixOptions,
  check: (after: PolicyFile) => boolean,
): FixedFile {
  const attempt = new Attempt(file, options, check);
  let candidates = candidatesOf(file.text, findings);
  const leftOut: Finding[] = [];
  while (candidates.length > 0) {
    const refused = attempt.add(withoutOverlaps(candidates));
    leftOut.push(...refused.map(({ finding }) => finding));
    if (attempt.made.length > 0 || refused.length === 0) break;
    const failed = new Set(refused);
    candidates = candidates.filter((candidate) => !failed.has(candidate));
  }
  return { file: attempt.file, fixed: attempt.made.map(({ finding }) => finding), leftOut };
}

function candidatesOf(text: string, findings: readonly Finding[]): readonly Candidate[] {
  const spanOf = createSpans(text);
  const spliceOf = (edit: TextEdit): Splice => ({ ...spanOf(edit), text: edit.text });
  return findings
    .map((finding) => ({ finding, splices: (finding.fix?.edits ?? []).map(spliceOf) }))
    .sort((a, b) => (a.splices[0]?.offset ?? 0) - (b.splices[0]?.offset ?? 0));
}

/** In the order of the text, each that does not overlap one before. */
function withoutOverlaps(candidates: readonly Candidate[]): readonly Candidate[] {
  const taken: Splice[] = [];
  return candidates.filter(({ splices }) => {
    if (splices.some((change) => meetsAny(taken, change))) return false;
    for (const change of splices) taken.splice(firstFrom(taken, change.offset), 0, change);
    return true;
  });
}

/** `taken` is sorted and without overlaps, so that only the neighbours can meet. */
function meetsAny(taken: readonly Splice[], change: Splice): boolean {
  const at = firstFrom(taken, change.offset);
  for (let i = at - 1; i >= 0 && i >= at - 2; i--) {
    const before = taken[i];
    if (before !== undefined && overlap(before, change)) return true;
  }
  for (let i = at; i < taken.length; i++) {
    const after = taken[i];
    if (after === undefined || after.offset > change.offset + change.length) return false;
    if (overlap(after, change)) return true;
  }
  return false;
}

/** Number of the first splice that does not start before the offset. */
function firstFrom(taken: readonly Splice[], offset: number): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One pass over a text: the fixes that stood the check together, and what the text is with them. */
class Attempt {
  readonly #start: PolicyFile;
  readonly #options: Pick<FixOptions, 'read' | 'budget'>;
  readonly #check: (after: PolicyFile) => boolean;
  readonly #most: number;
  #checks = 0;
  made: readonly Candidate[] = [];
  file: PolicyFile;

  constructor(
    start: PolicyFile,
    options: Pick<FixOptions, 'read' | 'budget'>,
    check: (after: PolicyFile) => boolean,
  ) {
    this.#start = start;
    this.#options = options;
    this.#check = check;
    this.file = start;
    this.#most = readings(start, mostChecks, 10, 32 * 1024 * 1024);
  }

  /** Adds those that stand the check, halving a set that does not. Returns the others. */
  add(candidates: readonly Candidate[]): readonly Candidate[] {
    if (candidates.length === 0) return [];
    const all = [...this.made, ...candidates];
    const splices = all.flatMap(({ splices }) => splices).sort((a, b) => a.offset - b.offset);
    if (!this.#mayCheck()) return candidates;
    const after = this.#options.read(splice(this.#start.text, splices));
    if (isNoWorse(this.#start, after) && this.#check(after)) {
      this.made = all;
      this.file = after;
      return [];
    }
    if (candidates.length === 1) return candidates;
    const half = candidates.length >> 1;
    return [...this.add(candidates.slice(0, half)), ...this.add(candidates.slice(half))];
  }

  /** All fixes of a text together are checked whatever is left for the run. */
  #mayCheck(): boolean {
    const { budget } = this.#options;
    this.#checks += 1;
    if (this.#checks === 1) return true;
    if (budget === undefined) return this.#checks <= this.#most;
    budget.characters -= this.#start.text.length + costOfCheck;
    return this.#checks <= this.#most && budget.characters >= 0;
  }
}

/** Whether a text is still what it was: as many policies, and no more syntax errors. */
function isNoWorse(before: PolicyFile, after: PolicyFile): boolean {
  return (
    after.policies.length >= before.policies.length &&
    after.foreign === before.foreign &&
    slipsOf(after) <= slipsOf(before)
  );
}

function slipsOf({ policies }: PolicyFile): number {
  return policies.flatMap(({ faults }) => faults).filter(({ kind }) => kind === 'invalid-json').length;
}
