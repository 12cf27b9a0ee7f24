import { compareDecisions, type DecisionComparison } from '../../decide/changed-decisions.ts';
import { type FixBudget, type FixedFile, fixBudget, fixFile } from '../../lint/fixes/apply-fixes.ts';
import { lintFile } from '../../lint/lint-file.ts';
import type { Finding } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { rereadFile } from '../../policy/read-policy-file.ts';
import type { ChangedText } from '../../reporters/unified-diff.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import { reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { decisionOptions } from '../questions/decider.ts';
import { changedDecisions, firstOmitted, leftOut, summaryOf, unfixableInForm } from './fix-words.ts';
import { harmOfWriting } from './harm-of-writing.ts';
import type { LintSetup } from './lint-setup.ts';
import type { PolicyFiles } from './read-policy-files.ts';
import { fixedAlready, markOf, type Source, type Unwritable, unwritable, wholeText } from './source-text.ts';

/** What became of the files of a call with `--fix` or `--diff`. */
export interface FixResult {
  /** The files as they are now. */
  readonly files: readonly PolicyFile[];
  /** What changed or, with `--diff`, would. */
  readonly changed: readonly ChangedText[];
  /** The fixed text of standard input, changed or not, where that is among the files. */
  readonly stdin?: Uint8Array;
  /** Files that could not be written, and why, in words. */
  readonly unwritten: readonly string[];
  /** Files that could be written, but only with harm to others, in words. */
  readonly leftAlone: readonly string[];
  /** What was done and what was not, in words. */
  readonly remarks: readonly string[];
}

/**
 * Fixes files, each for itself: one that cannot be written does not keep the others from it. With `--diff` nothing is
 * written. A file is left alone where its text is not what was read, or not UTF-8, where other hard links have it too, and
 * where it is a link out of the folders that the call names.
 */
export async function fixFiles(
  found: PolicyFiles,
  { options, again }: LintSetup,
  { fix, diff, cloud }: Pick<LintArguments, 'fix' | 'diff' | 'cloud'>,
  io: Io,
): Promise<FixResult> {
  const files: PolicyFile[] = [];
  for await (const file of found.files) files.push(file);
  const stdin = found.stdin();
  let comparison: DecisionComparison | undefined;
  const changed: ChangedText[] = [];
  const fixing: Fixing = {
    found,
    again,
    comparing() {
      const context = { keys: new Map(), resources: [] };
      comparison ??= compareDecisions(
        options.catalogue,
        decisionOptions({ cloud, context, ignoreDependencies: false }, options),
      );
      return comparison;
    },
    unsafe: fix === 'unsafe',
    preview: diff,
    budget: fixBudget(),
    io,
    changed,
  };
  const outcomes = files.map((file) => {
    const outcome = fixOne({ file, isStdin: file === stdin }, fixing);
    if (outcome.changed !== undefined) changed.push(outcome.changed);
    return outcome;
  });
  const count = outcomes.reduce((sum, { fixed = 0 }) => sum + fixed, 0);
  const ofStdin = stdin && outcomes[files.indexOf(stdin)];
  return {
    files: outcomes.map(({ file }) => file),
    changed,
    ...(ofStdin === undefined
      ? {}
      : { stdin: ofStdin.changed ? new TextEncoder().encode(ofStdin.changed.after) : io.readStdin() }),
    unwritten: outcomes.flatMap(({ unwritten = [] }) => unwritten),
    leftAlone: outcomes.flatMap(({ leftAlone = [] }) => leftAlone),
    remarks: [
      ...firstOmitted(outcomes.flatMap(({ omitted }) => omitted)),
      ...outcomes.flatMap(({ remark = [] }) => remark),
      ...summaryOf(count, changed.length, diff),
    ],
  };
}

/** How files are fixed. */
interface Fixing {
  readonly found: PolicyFiles;
  readonly again: LintSetup['again'];
  /** Made when first asked for. */
  readonly comparing: () => DecisionComparison;
  readonly unsafe: boolean;
  readonly preview: boolean;
  readonly budget: FixBudget;
  readonly io: Io;
  /** What changed in the files before. */
  readonly changed: readonly ChangedText[];
}

/** What became of a file. */
interface Outcome {
  /** The file as it is now. */
  readonly file: PolicyFile;
  /** How many findings were fixed. */
  readonly fixed?: number;
  readonly changed?: ChangedText;
  /** Why it is not fixed, in words. */
  readonly unwritten?: string;
  /** The same where writing would do harm. */
  readonly leftAlone?: string;
  readonly remark?: string;
  /** Fixes that were not made, in words. */
  readonly omitted: readonly string[];
}

/** Fixes a file as far as possible. */
function fixOne(source: Source, fixing: Fixing): Outcome {
  const { file, isStdin } = source;
  const { found, unsafe, preview, io } = fixing;
  const first = findingsOf(file, fixing);
  if (!first.findings.some(({ fix, suppressed }) => fix && !suppressed && (unsafe || fix.safe)))
    return { file, omitted: first.omitted };
  const problem = unwritable(source, io);
  if (problem !== undefined) {
    const twin = preview ? undefined : fixedAlready(file, problem.bytes, fixing.changed);
    const outcome = twin === undefined ? notFixed(file, problem, found) : { file: rereadFile(file, twin) };
    return { ...outcome, omitted: first.omitted };
  }
  const after = applyFixes(file, first.findings, fixing);
  const omitted = [...first.omitted, ...leftOut(file, after.leftOut)];
  if (after.file.text === file.text) return { file, omitted };
  const harm = isStdin ? undefined : harmOfWriting(file.file, found, io);
  if (harm !== undefined)
    return { file, leftAlone: `${inBackticks(file.file)} is not fixed: ${harm}`, omitted };
  // Finding out what can be fixed takes its time.
  const late = unwritable(source, io) ?? replaced(source, markOf(file) + after.file.text, fixing);
  if (late !== undefined) return { ...notFixed(file, late, found), omitted };
  return { ...fixedOutcome(file, after, fixing), omitted };
}

/** What the rules find in a file, and which fixes they could not offer, in words. */
function findingsOf(
  file: PolicyFile,
  { again, unsafe }: Fixing,
): { readonly findings: readonly Finding[]; readonly omitted: readonly string[] } {
  let unfixable = 0;
  const findings = lintFile(file, {
    ...again(),
    unfixable: ({ safe }) => {
      if (safe || unsafe) unfixable += 1;
    },
  });
  return { findings, omitted: unfixableInForm(file, unfixable) };
}

function applyFixes(
  file: PolicyFile,
  findings: readonly Finding[],
  { again, comparing, unsafe, budget }: Fixing,
): FixedFile {
  return fixFile(file, {
    lint: (one) => (one === file ? findings : lintFile(one, again())),
    read: (text) => rereadFile(file, text),
    unsafe,
    isProved: (one, other) => comparing().sameLanguages(one.policies, other.policies),
    isConfirmed: (one, other) => comparing().sameDecisions(one.policies, other.policies),
    budget,
  });
}

/** Writes the text, unless that is only wanted to be seen or goes to stdout. Gives why it cannot be written. */
function replaced({ file, isStdin }: Source, text: string, { preview, io }: Fixing): Unwritable | undefined {
  if (isStdin || preview) return undefined;
  try {
    io.writeFile(file.file, text);
    return undefined;
  } catch (error) {
    return { problem: `it cannot be written: ${reasonOf(error)}` };
  }
}

function notFixed(
  file: PolicyFile,
  { problem, vanished }: Unwritable,
  { isNamed }: PolicyFiles,
): Omit<Outcome, 'omitted'> {
  const name = inBackticks(file.file);
  return vanished && !isNamed(file.file)
    ? { file, remark: `${name} vanished before it was fixed` }
    : { file, unwritten: `${name} is not fixed: ${problem}` };
}

function fixedOutcome(
  file: PolicyFile,
  after: FixedFile,
  { comparing, preview }: Fixing,
): Omit<Outcome, 'omitted'> {
  const isUnsafe = after.fixed.some(({ fix }) => fix?.safe === false);
  return {
    file: preview ? file : after.file,
    fixed: after.fixed.length,
    changed: { file: file.file, before: wholeText(file), after: markOf(file) + after.file.text },
    ...(isUnsafe
      ? { remark: `${inBackticks(file.file)}${changedDecisions(file, after.file, comparing(), preview)}` }
      : {}),
  };
}
