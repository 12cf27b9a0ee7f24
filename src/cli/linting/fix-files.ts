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
import { reasonOf } from '../files/read-named.ts';
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
  const unsafe = textOption(call, 'fix') === 'unsafe';
  const preview = call.values.diff === true;
  let comparison: DecisionComparison | undefined;
  const comparing = () => {
    comparison ??= compareDecisions(options.catalogue, decisionOptions(call, io, options));
    return comparison;
  };
  const budget = fixBudget();
  const now: PolicyFile[] = [];
  const changed: ChangedText[] = [];
  const unwritten: string[] = [];
  const leftAlone: string[] = [];
  const remarks: string[] = [];
  const omitted: string[] = [];
  let fixedStdin: Uint8Array | undefined;
  let count = 0;
  for (const file of files) {
    const name = inBackticks(file.file);
    const source = { file, isStdin: file === stdin };
    if (source.isStdin) fixedStdin = io.readStdin();
    let unfixable = 0;
    const first = lintFile(file, {
      ...again(),
      unfixable: ({ safe }) => {
        if (safe || unsafe) unfixable += 1;
      },
    });
    if (unfixable > 0 && file.yaml !== undefined)
      omitted.push(
        `${name}: ${counted(unfixable, 'fix')} left out: in YAML only single values and list items are fixed`,
      );
    if (!first.some(({ fix, suppressed }) => fix && !suppressed && (unsafe || fix.safe))) {
      now.push(file);
      continue;
    }
    const bytes = readAgain(source, io);
    const problem = 'problem' in bytes ? bytes : notAsRead(file, bytes.bytes);
    if (problem !== undefined) {
      const twin = 'bytes' in bytes && !preview ? fixedAlready(file, bytes.bytes, changed) : undefined;
      if (twin !== undefined) {
        now.push(rereadFile(file, twin));
        continue;
      }
      const vanished = problem.vanished === true && !found.isNamed(file.file);
      if (vanished) remarks.push(`${name} vanished before it was fixed`);
      else unwritten.push(`${name} is not fixed: ${problem.problem}`);
      now.push(file);
      continue;
    }
    const after = fixFile(file, {
      lint: (one) => (one === file ? first : lintFile(one, again())),
      read: (text) => rereadFile(file, text),
      unsafe,
      isProved: (one, other) => comparing().sameLanguages(one.policies, other.policies),
      isConfirmed: (one, other) => comparing().sameDecisions(one.policies, other.policies),
      budget,
    });
    omitted.push(...leftOut(file, after.leftOut));
    if (after.file.text === file.text) {
      now.push(file);
      continue;
    }
    const harm = source.isStdin ? undefined : harmOfWriting(file.file, found, io);
    if (harm !== undefined) {
      leftAlone.push(`${name} is not fixed: ${harm}`);
      now.push(file);
      continue;
    }
    const result = replaced(source, after.file.text, preview, io);
    if ('problem' in result) {
      if (result.vanished && !found.isNamed(file.file)) remarks.push(`${name} vanished before it was fixed`);
      else unwritten.push(`${name} is not fixed: ${result.problem}`);
      now.push(file);
      continue;
    }
    count += after.fixed.length;
    changed.push({ file: file.file, ...result });
    now.push(preview ? file : after.file);
    if (source.isStdin) fixedStdin = new TextEncoder().encode(result.after);
    if (after.fixed.some(({ fix }) => fix?.safe === false))
      remarks.push(`${name}${changedDecisions(file, after.file, comparing(), preview)}`);
  }
  if (count > 0) {
    const what = `${counted(count, 'finding')} in ${counted(changed.length, 'file')}`;
    remarks.push(preview ? `${what} would be fixed` : `fixed ${what}`);
  }
  return {
    files: now,
    changed,
    ...(fixedStdin === undefined ? {} : { stdin: fixedStdin }),
    unwritten,
    leftAlone,
    remarks: [...firstOf(omitted), ...remarks],
  };
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

/** Why a file is not written, in words. */
interface Unwritable {
  readonly problem: string;
  /** The file is not there any more. */
  readonly vanished?: true;
}

function readAgain({ file, isStdin }: Source, io: Io): { readonly bytes: Uint8Array } | Unwritable {
  try {
    return { bytes: isStdin ? io.readStdin() : io.readFile(file.file) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const vanished = code === 'ENOENT' || code === 'ENOTDIR';
    return {
      problem: `it cannot be read again: ${reasonOf(error)}`,
      ...(vanished ? { vanished: true as const } : {}),
    };
  }
}

/** The text that a file got under another name in this run. */
function fixedAlready(
  file: PolicyFile,
  bytes: Uint8Array,
  changed: readonly ChangedText[],
): string | undefined {
  const whole = markOf(file) + file.text;
  const twin = changed.find(({ before, after }) => before === whole && isText(bytes, after));
  return twin?.after.slice(markOf(file).length);
}

/** Why a file cannot be replaced: its bytes are not the text that was read, in UTF-8. */
function notAsRead(file: PolicyFile, bytes: Uint8Array): Unwritable | undefined {
  if (file.partial) return { problem: 'it is too large to be read as a whole' };
  if (isText(bytes, markOf(file) + file.text)) return undefined;
  return {
    problem:
      decodeText(bytes).text === file.text ? 'its text is not UTF-8' : 'it was changed after it was read',
  };
}

/** The whole text before and after, byte order mark included, written unless that is not wanted; or why it cannot be. */
function replaced(
  source: Source,
  fixed: string,
  preview: boolean,
  io: Io,
): Pick<ChangedText, 'before' | 'after'> | Unwritable {
  const { file, isStdin } = source;
  const mark = markOf(file);
  const texts = { before: mark + file.text, after: mark + fixed };
  // Finding out what can be fixed takes its time.
  const bytes = readAgain(source, io);
  if ('problem' in bytes) return bytes;
  const problem = notAsRead(file, bytes.bytes);
  if (problem !== undefined) return problem;
  try {
    if (!isStdin && !preview) io.writeFile(file.file, texts.after);
    return texts;
  } catch (error) {
    return { problem: `it cannot be written: ${reasonOf(error)}` };
  }
}

/** The byte order mark, which is not part of a text that was read. */
function markOf({ byteOrderMark }: PolicyFile): string {
  return byteOrderMark ? '\uFEFF' : '';
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
