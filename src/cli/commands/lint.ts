import type { LintOptions } from '../../lint/lint-file.ts';
import type { LintReport } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import { fileSelection } from '../config/configured-files.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { deliverLint } from '../linting/deliver-lint.ts';
import { failingSeverities, hasTooManyWarnings, isFailing, warningsInWords } from '../linting/failing.ts';
import type { FixResult } from '../linting/fix-files.ts';
import { harmOfWriting } from '../linting/harm-of-writing.ts';
import { lintSetup } from '../linting/lint-options.ts';
import type { LintResults } from '../linting/lint-results.ts';
import type { LintRun } from '../linting/lint-setup.ts';
import { lookAtFiles } from '../linting/look-at-files.ts';
import { readPolicyFiles } from '../linting/read-policy-files.ts';
import { remarksOf } from '../linting/remarks.ts';

/**
 * `iamscope lint [paths..]`: findings in files, folders and globs. One that cannot be read does not hide the others. With
 * `--fix` what can be fixed is written, and what is left is reported.
 */
export async function lint(call: LintArguments, world: Io): Promise<ExitCode> {
  const fixing = call.fix !== undefined || call.diff ? await import('../linting/fixing.ts') : undefined;
  const io = fixing?.keepingStdin(world) ?? world;
  const setup = lintSetup(call, io);
  const selection = fileSelection(call, io);
  const found = await readPolicyFiles(call, selection, io);
  const fixes = await fixing?.fixFiles(found, setup, call, io);
  const isWritable = (file: PolicyFile) =>
    file === found.stdin() || harmOfWriting(file.file, found, io) === undefined;
  const tell = (text: string) => io.err(`iamscope: ${terminalText(text)}\n`);
  const { options } = setup;
  const { files, uncovered, ...looked } = await lookAtFiles(
    fixes?.files ?? found.files,
    { ...options, isWritable },
    async (names) =>
      hasHouseRules(options)
        ? (await import('../linting/granted-holders.ts')).grantedHolders(
            { call, selection, looked: names, tell },
            io,
          )
        : [],
  );

  const { unmatched, unreadable, unread } = found;
  const failures = [...unmatched, ...unreadable, ...(fixes?.unwritten ?? []), ...setup.faults()];
  const run: LintRun = {
    ...namesOf(files),
    complete: failures.length + unread.length === 0,
    unmet: selection.unmet?.() ?? [],
  };
  const settled = setup.settle(looked.report, run);
  const report = shownReport(settled, unreadable.length + unread.length, call);
  const fails = failingSeverities(settled, call.limits);
  await deliverResults({ report, files, unreadable: failures, unread, fails }, fixes, call, io);

  const remarks = remarksOf({ report, found, fixes, idle: () => setup.idle(run), uncovered }, call, io);
  for (const text of [...remarks, ...failures]) tell(text);
  if (failures.length > 0) return exitCodes.usage;
  if (hasTooManyWarnings(report, call.limits))
    tell(`${warningsInWords(report)}, and --max-warnings is ${call.limits.warnings}`);
  return isFailing(report, call.limits) ? exitCodes.findings : exitCodes.ok;
}

/** Whether some house rule is about what is granted together. */
function hasHouseRules({ house = {} }: LintOptions): boolean {
  return house['forbidden-access'] !== undefined || house['required-condition'] !== undefined;
}

function namesOf(files: readonly PolicyFile[]): Pick<LintRun, 'files' | 'policies' | 'broken'> {
  const named = (those: readonly PolicyFile[]) => those.map(({ file }) => file);
  return {
    files: named(files),
    policies: named(files.filter(({ kind }) => kind !== 'none')),
    broken: named(files.filter(isBroken)),
  };
}

/** Whether a file may hold more than was understood. */
function isBroken({ policies }: PolicyFile): boolean {
  return policies.some(({ faults }) => faults.some(({ kind }) => breaking.has(kind)));
}

/** Faults that the rest of a file may hide behind. */
const breaking: ReadonlySet<string> = new Set(['invalid-json', 'invalid-encoding', 'input-too-large']);

/** `--quiet` shows errors only; the summary keeps counting everything, and has how many files could not be read. */
function shownReport(report: LintReport, unread: number, { quiet }: LintArguments): LintReport {
  const { findings, summary } = report;
  return {
    ...report,
    findings: quiet ? findings.filter(({ severity }) => severity === 'error') : findings,
    summary: unread === 0 ? summary : { ...summary, unread },
  };
}

/**
 * `--diff` shows what would change, and nothing else. The fixed text of standard input goes to standard output, and what
 * is found in it to stderr.
 */
async function deliverResults(
  run: LintResults,
  fixes: FixResult | undefined,
  call: LintArguments,
  io: Io,
): Promise<void> {
  if (fixes !== undefined && call.diff)
    return (await import('../linting/fixing.ts')).deliverDiff(fixes.changed, run.files, call, io);
  if (fixes?.stdin === undefined) return deliverLint(run, call, io);
  io.out(fixes.stdin);
  return deliverLint(run, call, { ...io, out: (text) => io.err(String(text)), colour: false });
}
