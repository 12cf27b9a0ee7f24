import { compareDecisions, type DecisionComparison } from '../../decide/changed-decisions.ts';
import { fixFile } from '../../lint/fixes/apply-fixes.ts';
import { lintFile } from '../../lint/lint-file.ts';
import type { Finding } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { decodeText } from '../../policy/decode-text.ts';
import { readPolicyFile } from '../../policy/read-policy-file.ts';
import type { ChangedText } from '../../reporters/unified-diff.ts';
import { textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
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
  /** Fixes that did not stand their check, in words. */
  readonly defects: readonly string[];
  /** What was done, in words. */
  readonly remarks: readonly string[];
}

/**
 * Fixes files, each for itself: one that cannot be written does not keep the others from it. With `--diff` nothing is
 * written. A file is left alone where its text is not what was read, or not UTF-8.
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
  const readYaml = files.some(({ yaml }) => yaml !== undefined)
    ? (await import('../files/read-yaml.ts')).readPolicyYaml
    : undefined;
  const read = (name: string, text: string) => readPolicyFile(name, text, readYaml);
  const unsafe = textOption(call, 'fix') === 'unsafe';
  const preview = call.values.diff === true;
  let comparison: DecisionComparison | undefined;
  const comparing = () => {
    comparison ??= compareDecisions(options.catalogue, decisionOptions(call, io, options));
    return comparison;
  };
  const now: PolicyFile[] = [];
  const changed: ChangedText[] = [];
  const unwritten: string[] = [];
  const defects: string[] = [];
  const remarks: string[] = [];
  let fixedStdin: Uint8Array | undefined;
  let count = 0;
  for (const file of files) {
    const isStdin = file === stdin;
    if (isStdin) fixedStdin = io.readStdin();
    const lint = (one: PolicyFile) => lintFile(one, again());
    const fault = notAsRead(file, isStdin, io);
    const twin =
      fault === undefined || preview ? undefined : changed.find(({ before }) => isTextOf(before, file));
    if (twin !== undefined && isText(bytesOf(file, isStdin, io), twin.after)) {
      // The same file under another name: it was fixed just now.
      now.push(read(file.file, twin.after));
      continue;
    }
    if (fault !== undefined) {
      const offered = lint(file).some(({ fix, suppressed }) => fix && !suppressed && (unsafe || fix.safe));
      if (offered) unwritten.push(`${inBackticks(file.file)} is not fixed: ${fault}`);
      now.push(file);
      continue;
    }
    const after = fixFile(file, {
      lint,
      read: (text) => read(file.file, text),
      unsafe,
      isProved: (one, other) => comparing().sameLanguages(one.policies, other.policies),
      isConfirmed: (one, other) => comparing().sameDecisions(one.policies, other.policies),
    });
    for (const finding of after.leftOut)
      (isDefect(file, finding) ? defects : remarks).push(leftOut(file, finding));
    if (after.file.text === file.text) {
      now.push(file);
      continue;
    }
    const result = replaced(file, after.file.text, { isStdin, preview }, io);
    if ('problem' in result) {
      unwritten.push(`${inBackticks(file.file)} is not fixed: ${result.problem}`);
      now.push(file);
      continue;
    }
    count += after.fixed.length;
    changed.push({ file: file.file, ...result });
    now.push(preview ? file : after.file);
    if (isStdin) fixedStdin = new TextEncoder().encode(result.after);
    if (after.fixed.some(({ fix }) => fix?.safe === false)) {
      const apis = comparing().changedApis(file.policies, after.file.policies);
      remarks.push(
        `${inBackticks(file.file)}: ${apis === 0 ? 'no API' : counted(apis, 'API')} of the catalogue ${preview ? 'would be' : apis <= 1 ? 'is' : 'are'} decided otherwise than before`,
      );
    }
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
    defects,
    remarks,
  };
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

interface Target {
  readonly isStdin: boolean;
  readonly preview: boolean;
}

/** The whole text before and after, byte order mark included, written unless that is not wanted; or why it cannot be. */
function replaced(
  file: PolicyFile,
  fixed: string,
  { isStdin, preview }: Target,
  io: Io,
): Pick<ChangedText, 'before' | 'after'> | { readonly problem: string } {
  try {
    const bytes = bytesOf(file, isStdin, io);
    const mark = markOf(bytes);
    const texts = { before: mark + file.text, after: mark + fixed };
    const problem = notAsRead(file, isStdin, io);
    if (problem !== undefined) return { problem };
    if (!isStdin && !preview) io.writeFile(file.file, texts.after);
    return texts;
  } catch (error) {
    return { problem: `it cannot be written: ${reasonOf(error)}` };
  }
}

/** Why a file cannot be replaced: its bytes are not the text that was read, in UTF-8. */
function notAsRead(file: PolicyFile, isStdin: boolean, io: Io): string | undefined {
  if (file.partial) return 'it is too large to be read as a whole';
  try {
    const bytes = bytesOf(file, isStdin, io);
    if (isText(bytes, markOf(bytes) + file.text)) return undefined;
    return decodeText(bytes).text === file.text
      ? 'its text is not UTF-8'
      : 'it was changed after it was read';
  } catch (error) {
    return `it cannot be read again: ${reasonOf(error)}`;
  }
}

function bytesOf({ file }: PolicyFile, isStdin: boolean, io: Io): Uint8Array {
  return isStdin ? io.readStdin() : io.readFile(file);
}

/** The byte order mark, which is not part of a text that was read. */
function markOf(bytes: Uint8Array): string {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : '';
}

function isTextOf(whole: string, { text }: PolicyFile): boolean {
  return whole === text || whole === `\uFEFF${text}`;
}

function isText(bytes: Uint8Array, text: string): boolean {
  return Buffer.compare(bytes, new TextEncoder().encode(text)) === 0;
}

/** Whether nothing else is wrong with a text: only there a safe fix that does not stand its check is our own fault. */
function isDefect({ policies }: PolicyFile, { fix }: Finding): boolean {
  return fix?.safe === true && policies.every(({ faults }) => faults.length === 0);
}

function leftOut(file: PolicyFile, finding: Finding): string {
  const { rule, line, column, fix } = finding;
  const what = `${inBackticks(file.file)}: the fix of ${rule} at ${line}:${column}`;
  if (isDefect(file, finding))
    return `${what} did not pass the check that it changes no more than it says, and was left out; this is a bug in iamscope, please report it`;
  return fix?.safe
    ? `${what} was left out: as long as something else is wrong there, it would change more than it says`
    : `${what} was left out, because the text would read worse with it: mend it by hand`;
}

function counted(count: number, what: 'finding' | 'file' | 'API'): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
