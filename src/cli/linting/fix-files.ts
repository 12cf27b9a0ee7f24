import { compareDecisions, type DecisionComparison } from '../../decide/changed-decisions.ts';
import { fixBudget, fixFile } from '../../lint/fixes/apply-fixes.ts';
import { lintFile } from '../../lint/lint-file.ts';
import type { Finding } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Fault, PolicyFile } from '../../model/policy.ts';
import { decodeText } from '../../policy/decode-text.ts';
import { rereadFile } from '../../policy/read-policy-file.ts';
import type { ChangedText } from '../../reporters/unified-diff.ts';
import { textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { harmOfWriting } from '../files/harm-of-writing.ts';
import { isGone, reasonOf } from '../files/read-named.ts';
import type { PolicyFiles } from '../files/read-policy-files.ts';
import type { Io } from '../io.ts';
import { decisionOptions } from '../questions/decider.ts';
import type { LintSetup } from './lint-setup.ts';

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
  call: Call,
  io: Io,
): Promise<FixResult> {
  const files: PolicyFile[] = [];
  for await (const file of found.files) files.push(file);
  const stdin = found.stdin();
  let comparison: DecisionComparison | undefined;
  const fixing: Fixing = {
    found,
    again,
    comparing() {
      comparison ??= compareDecisions(options.catalogue, decisionOptions(call, io, options));
      return comparison;
    },
    unsafe: textOption(call, 'fix') === 'unsafe',
    preview: call.values.diff === true,
    budget: fixBudget(),
    io,
    done: { count: 0, changed: [], unwritten: [], leftAlone: [], remarks: [], omitted: [] },
  };
  const now = files.map((file) => fixOne({ file, isStdin: file === stdin }, fixing));
  const { count, omitted, remarks, ...done } = fixing.done;
  if (count > 0) {
    const what = `${counted(count, 'finding')} in ${counted(done.changed.length, 'file')}`;
    remarks.push(fixing.preview ? `${what} would be fixed` : `fixed ${what}`);
  }
  return { ...done, files: now, remarks: [...firstOf(omitted), ...remarks] };
}

/** How files are fixed, and what became of those before. */
interface Fixing {
  readonly found: PolicyFiles;
  readonly again: LintSetup['again'];
  /** Loads what compares decisions when first asked for. */
  readonly comparing: () => DecisionComparison;
  readonly unsafe: boolean;
  readonly preview: boolean;
  readonly budget: ReturnType<typeof fixBudget>;
  readonly io: Io;
  readonly done: {
    /** Findings fixed. */
    count: number;
    stdin?: Uint8Array;
    readonly changed: ChangedText[];
    readonly unwritten: string[];
    readonly leftAlone: string[];
    readonly remarks: string[];
    /** Fixes that were not made, in words. */
    readonly omitted: string[];
  };
}

/** Fixes a file as far as possible, and notes what was done and what was not. Gives the file as it is then. */
function fixOne(source: Source, fixing: Fixing): PolicyFile {
  const { file, isStdin } = source;
  const { found, again, comparing, unsafe, preview, budget, io, done } = fixing;
  const name = inBackticks(file.file);
  const giveUp = ({ problem, vanished }: Unwritable): PolicyFile => {
    if (vanished && !found.isNamed(file.file)) done.remarks.push(`${name} vanished before it was fixed`);
    else done.unwritten.push(`${name} is not fixed: ${problem}`);
    return file;
  };
  if (isStdin) done.stdin = io.readStdin();
  let unfixable = 0;
  const first = lintFile(file, {
    ...again(),
    unfixable: ({ safe }) => {
      if (safe || unsafe) unfixable += 1;
    },
  });
  if (unfixable > 0 && file.yaml !== undefined)
    done.omitted.push(
      `${name}: ${counted(unfixable, 'fix')} left out: in YAML only single values and list items are fixed`,
    );
  if (!first.some(({ fix, suppressed }) => fix && !suppressed && (unsafe || fix.safe))) return file;
  const problem = unwritable(source, io);
  if (problem !== undefined) {
    const twin = preview ? undefined : fixedAlready(file, problem.bytes, done.changed);
    return twin === undefined ? giveUp(problem) : rereadFile(file, twin);
  }
  const after = fixFile(file, {
    lint: (one) => (one === file ? first : lintFile(one, again())),
    read: (text) => rereadFile(file, text),
    unsafe,
    isProved: (one, other) => comparing().sameLanguages(one.policies, other.policies),
    isConfirmed: (one, other) => comparing().sameDecisions(one.policies, other.policies),
    budget,
  });
  done.omitted.push(...leftOut(file, after.leftOut));
  if (after.file.text === file.text) return file;
  const harm = isStdin ? undefined : harmOfWriting(file.file, found, io);
  if (harm !== undefined) {
    done.leftAlone.push(`${name} is not fixed: ${harm}`);
    return file;
  }
  // Finding out what can be fixed takes its time.
  const changedMeanwhile = unwritable(source, io);
  if (changedMeanwhile !== undefined) return giveUp(changedMeanwhile);
  const whole = markOf(file) + after.file.text;
  try {
    if (!isStdin && !preview) io.writeFile(file.file, whole);
  } catch (error) {
    return giveUp({ problem: `it cannot be written: ${reasonOf(error)}` });
  }
  done.count += after.fixed.length;
  done.changed.push({ file: file.file, before: wholeText(file), after: whole });
  if (isStdin) done.stdin = new TextEncoder().encode(whole);
  if (after.fixed.some(({ fix }) => fix?.safe === false))
    done.remarks.push(`${name}${changedDecisions(file, after.file, comparing(), preview)}`);
  return preview ? file : after.file;
}

/** Remarks of this kind that are shown; the others are counted. */
const mostOmitted = 20;

function firstOf(omitted: readonly string[]): readonly string[] {
  const more = omitted.length - mostOmitted;
  const rest = more > 0 ? [`fixes of ${more} more ${more === 1 ? 'file' : 'files'} were left out`] : [];
  return [...omitted.slice(0, mostOmitted), ...rest];
}

/** The program with standard input that can be read again. */
export function keepingStdin(io: Io): Io {
  let bytes: Uint8Array | undefined;
  return {
    ...io,
    readStdin() {
      bytes ??= io.readStdin();
      return bytes;
    },
  };
}

/** A file to fix, and whether it is standard input. */
interface Source {
  readonly file: PolicyFile;
  readonly isStdin: boolean;
}

/** Why a file is not written. */
interface Unwritable {
  /** In words. */
  readonly problem: string;
  /** The file is not there any more. */
  readonly vanished?: boolean;
  /** What the file holds instead of the text that was read. */
  readonly bytes?: Uint8Array;
}

/** Why a file cannot be replaced: it cannot be read again, or its bytes are not the text that was read, in UTF-8. */
function unwritable({ file, isStdin }: Source, io: Io): Unwritable | undefined {
  let bytes: Uint8Array;
  try {
    bytes = isStdin ? io.readStdin() : io.readFile(file.file);
  } catch (error) {
    return { problem: `it cannot be read again: ${reasonOf(error)}`, vanished: isGone(error) };
  }
  if (file.partial) return { problem: 'it is too large to be read as a whole' };
  if (isText(bytes, wholeText(file))) return undefined;
  const isOtherEncoding = decodeText(bytes).text === file.text;
  return {
    problem: isOtherEncoding ? 'its text is not UTF-8' : 'it was changed after it was read',
    bytes,
  };
}

/** The text that a file got under another name in this run. */
function fixedAlready(
  file: PolicyFile,
  bytes: Uint8Array | undefined,
  changed: readonly ChangedText[],
): string | undefined {
  if (bytes === undefined) return undefined;
  const whole = wholeText(file);
  const twin = changed.find(({ before, after }) => before === whole && isText(bytes, after));
  return twin?.after.slice(markOf(file).length);
}

/** The byte order mark, which is not part of a text that was read. */
function markOf({ byteOrderMark }: PolicyFile): string {
  return byteOrderMark ? '\uFEFF' : '';
}

function wholeText(file: PolicyFile): string {
  return markOf(file) + file.text;
}

function isText(bytes: Uint8Array, text: string): boolean {
  return Buffer.compare(bytes, new TextEncoder().encode(text)) === 0;
}

/** Faults of a text that leave open what all of it says. */
const unreadable: ReadonlySet<Fault['kind']> = new Set([
  'invalid-json',
  'invalid-encoding',
  'multiple-documents',
  'double-encoded-policy',
  'input-too-large',
]);

/** What unsafe fixes did to the decisions of a file, in words that follow its name. */
function changedDecisions(
  before: PolicyFile,
  after: PolicyFile,
  comparison: DecisionComparison,
  preview: boolean,
): string {
  const faults = before.policies.flatMap((policy) => policy.faults);
  const isReadable =
    before.policies.length === after.policies.length &&
    before.policies.every(({ kind }) => kind !== 'unreadable') &&
    !faults.some(({ kind }) => unreadable.has(kind));
  const apis = isReadable ? comparison.changedApis(before.policies, after.policies) : 0;
  // With a fault nothing is sure: that no API changes would not be true.
  if (!isReadable || (apis === 0 && faults.length > 0))
    return ' could not be read as a policy before, so there are no decisions to compare';
  if (apis === undefined) return ': for how many APIs the decision changes is not counted in so many files';
  const change = preview ? 'would change' : 'changes';
  return apis === 0
    ? `: the decision ${change} for no API of the catalogue (actions that no documented API needs are not counted)`
    : `: the decision ${change} for ${counted(apis, 'API')} of the catalogue`;
}

/** Fixes that were not made, in words; a few are named. */
function leftOut({ file }: PolicyFile, findings: readonly Finding[]): readonly string[] {
  const said = (those: readonly Finding[], why: string): readonly string[] => {
    if (those.length === 0) return [];
    const some = those.slice(0, mostNamed).map(({ rule, line, column }) => `${rule} at ${line}:${column}`);
    const more = those.length - some.length;
    const which = `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return [`${inBackticks(file)}: ${counted(those.length, 'fix')} left out: ${why} (${which})`];
  };
  return [
    ...said(
      findings.filter(({ fix }) => fix?.safe),
      'not proved to change no decision',
    ),
    ...said(
      findings.filter(({ fix }) => !fix?.safe),
      'the text would have more errors',
    ),
  ];
}

/** Fixes of a file that are named at the most. */
const mostNamed = 3;

function counted(count: number, what: 'finding' | 'file' | 'API' | 'fix'): string {
  return `${count} ${what}${count === 1 ? '' : what === 'fix' ? 'es' : 's'}`;
}
