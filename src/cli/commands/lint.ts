import type { LintOptions } from '../../lint/lint-file.ts';
import { startLint } from '../../lint/lint-files.ts';
import { readAction } from '../../model/action.ts';
import {
  type Finding,
  type LintNote,
  type LintReport,
  type Severity,
  severities,
} from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { harmOfWriting } from '../files/harm-of-writing.ts';
import { readPolicyFiles } from '../files/read-policy-files.ts';
import type { Io } from '../io.ts';
import { type FixResult, fixFiles, keepingStdin } from '../linting/fix-files.ts';
import { lintSetup } from '../linting/lint-options.ts';
import { type LintOutput, lintOutputs } from '../linting/lint-outputs.ts';
import { deliverDiff, deliverLint, type LintResults } from '../linting/render-lint.ts';
import { failureWith } from '../own-failure.ts';
import { UsageError } from '../usage-error.ts';

/**
 * `iamscope lint [paths..]`: findings in files, folders and globs. One that cannot be read does not hide the others. With
 * `--fix` what can be fixed is written, and what is left is reported.
 */
export async function lint(call: Call, world: Io): Promise<ExitCode> {
  const outputs = lintOutputs(call, world);
  const limits = limitsOf(call);
  const fixing = wantsFixes(call);
  const io = fixing ? keepingStdin(world) : world;
  const setup = lintSetup(call, io);
  const found = await readPolicyFiles(call, io);
  const fixes = fixing ? await fixFiles(found, setup, call, io) : undefined;
  const quiet = call.values.quiet === true;
  const { options, settle, idle } = setup;
  const isWritable = (file: PolicyFile) =>
    file === found.stdin() || harmOfWriting(file.file, found, io) === undefined;
  const run = startLint({ ...options, isWritable });
  const files: PolicyFile[] = [];
  const services = new Set<string>();
  for await (const file of fixes?.files ?? found.files) {
    files.push(findingsIn(file, run).length > 0 ? file : withoutText(file));
    addServices(file, services);
  }
  const { unmatched, unreadable, unread, notes, excluded } = found;
  const failures = [...unmatched, ...unreadable, ...(fixes?.unwritten ?? [])];
  const names = files.map(({ file }) => file);
  const looked = {
    files: names,
    policies: files.filter(({ kind }) => kind !== 'none').map(({ file }) => file),
    broken: files.filter(isBroken).map(({ file }) => file),
    complete: failures.length + unread.length === 0,
    unmet: found.unmet,
  };
  const settled = settle(run.report(), looked);
  const report = onlyErrors(withUnread(settled, unreadable.length + unread.length), quiet);
  await deliverResults(
    { report, files, unreadable: failures, unread, fails: failingSeverities(settled, limits) },
    fixes,
    outputs,
    call,
    io,
  );
  for (const said of [...(fixes?.leftAlone ?? []), ...(quiet ? [] : (fixes?.remarks ?? []))])
    io.err(`iamscope: ${terminalText(said)}\n`);
  if (!quiet) showNotes(report.notes ?? [], io);
  const left = excluded.length === 0 ? [] : [excludedInWords(excluded, call)];
  for (const note of quiet ? [] : [...idle(looked), ...notes, ...unread, ...left])
    io.err(`iamscope: ${terminalText(note)}\n`);
  const own = new Set(call.config?.known.services.map((code) => code.toLowerCase()));
  const unchecked = quiet ? [] : notCheckedInFull(services, options).filter((service) => !own.has(service));
  if (unchecked.length > 0 && outputs.some(({ format }) => format === 'pretty')) {
    io.err(
      `iamscope: actions of ${unchecked.join(', ')} are not checked in full: the catalogue has no current permission table of them\n`,
    );
  }
  if (!quiet && io.progress && call.config === undefined && report.findings.length > 0) {
    io.err(
      'iamscope: `iamscope init` writes a configuration that shows how to accept a finding or set a rule\n',
    );
  }
  for (const message of failures) io.err(`iamscope: ${terminalText(message)}\n`);
  if (failures.length > 0) return exitCodes.usage;
  const tooMany = warningsOf(report) > limits.warnings;
  if (tooMany) {
    io.err(`iamscope: ${warningsInWords(report)}, and --max-warnings is ${limits.warnings}\n`);
  }
  return failing(report, limits) ? exitCodes.findings : exitCodes.ok;
}

/** What the rules find in a file. @throws our own failure, with the name of the file. */
function findingsIn(file: PolicyFile, run: ReturnType<typeof startLint>): readonly Finding[] {
  try {
    return run.add(file);
  } catch (error) {
    throw failureWith(file.file, error);
  }
}

/** Whether the call wants fixes. @throws UsageError for a preview in a form that it does not have. */
function wantsFixes({ values, given }: Call): boolean {
  if (values.fix === undefined && values.diff !== true) return false;
  if (values.diff === true && given.has('format'))
    throw new UsageError('`--diff` shows changes instead of findings: it goes without `--format`');
  if (values.diff === true && values.statistics === true)
    throw new UsageError('`--diff` shows changes instead of findings: it goes without `--statistics`');
  return true;
}

/**
 * `--diff` shows what would change, and nothing else. The fixed text of standard input goes to standard output, and what
 * is found in it to stderr.
 */
async function deliverResults(
  run: LintResults,
  fixes: FixResult | undefined,
  outputs: readonly LintOutput[],
  call: Call,
  io: Io,
): Promise<void> {
  if (fixes !== undefined && call.values.diff === true)
    return deliverDiff(fixes.changed, run.files, call, io);
  if (fixes?.stdin === undefined) return deliverLint(run, outputs, call, io);
  io.out(fixes.stdin);
  return deliverLint(run, outputs, call, { ...io, out: (text) => io.err(String(text)), colour: false });
}

/** Notes that are shown in full; whoever wants all of many asks for JSON. */
const mostNotes = 20;

function showNotes(notes: readonly LintNote[], io: Io): void {
  const warn = (text: string) => io.err(`iamscope: warning: ${terminalText(text)}\n`);
  for (const { file, line, message } of notes.slice(0, mostNotes)) warn(`${file}:${line}: ${message}`);
  const more = notes.length - mostNotes;
  if (more > 0) warn(`${more} more of these; \`--format json\` has them all`);
}

interface Limits {
  /** The lowest severity that does, or `never`. */
  readonly failOn: string;
  /** So many warnings do not. */
  readonly warnings: number;
}

/** What makes a run fail. @throws UsageError for a limit that is no number. */
function limitsOf(call: Call): Limits {
  const most = textOption(call, 'max-warnings');
  if (most !== undefined && !/^\d{1,9}$/u.test(most)) {
    throw new UsageError(`option \`--max-warnings\` needs a number, not ${inBackticks(most)}`);
  }
  return {
    failOn: textOption(call, 'fail-on') ?? 'error',
    warnings: most === undefined ? Number.POSITIVE_INFINITY : Number(most),
  };
}

function excludedInWords(excluded: readonly string[], { config }: Call): string {
  const [first = '', ...more] = excluded;
  const what =
    more.length === 0 ? `${inBackticks(first)} is` : `${inBackticks(first)} and ${more.length} more are`;
  return `${what} left alone: ${inBackticks(config?.file ?? '')} excludes ${more.length === 0 ? 'it' : 'them'}`;
}

/** What is still asked of a file without findings. Thousands of them with all their text would fill the memory. */
function withoutText(file: PolicyFile): PolicyFile {
  const { yaml: _tree, ...rest } = file;
  const policies = file.policies.map(({ readings: _readings, ...policy }) => ({ ...policy, statements: [] }));
  return { ...rest, text: '', policies };
}

/** Whether more may stand in a file than was understood. */
function isBroken({ policies }: PolicyFile): boolean {
  return policies.some(({ faults }) => faults.some(({ kind }) => breaking.has(kind)));
}

/** Faults that the rest of a file may hide behind. */
const breaking: ReadonlySet<string> = new Set(['invalid-json', 'invalid-encoding', 'input-too-large']);

/** The services that the policies of a file name. */
function addServices({ policies }: PolicyFile, services: Set<string>): void {
  for (const { statements } of policies) {
    for (const { actions } of statements) {
      for (const { text } of actions) {
        const reading = readAction(text);
        if (reading.ok && reading.pattern.segments[0] !== '*') services.add(reading.pattern.segments[0]);
      }
    }
  }
}

/** Those of them whose permission tables the catalogue does not have. */
function notCheckedInFull(services: ReadonlySet<string>, { catalogue, cloud }: LintOptions): string[] {
  return [...services].filter((service) => catalogue.coverage(service, cloud) !== 'full').sort();
}

/** Says how many files could not be read, where there are any. */
function withUnread(report: LintReport, unread: number): LintReport {
  return unread === 0 ? report : { ...report, summary: { ...report.summary, unread } };
}

/** `--quiet` shows errors only; the summary keeps counting everything. */
function onlyErrors(report: LintReport, quiet: boolean): LintReport {
  return quiet
    ? { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') }
    : report;
}

/** What is out of date in the configuration is a warning like those of policies. */
function warningsOf({ summary, notes = [] }: LintReport): number {
  return summary.warnings + notes.length;
}

/** The count of findings does not have what is out of date in the configuration. */
function warningsInWords(report: LintReport): string {
  const { length } = report.notes ?? [];
  const all = warningsOf(report);
  const which =
    length === 0 ? '' : all === length ? ', about the configuration' : `, ${length} about the configuration`;
  return `${all === 1 ? '1 warning' : `${all} warnings`}${which}`;
}

/** Which severities fail: those from the threshold on, and warnings where there are too many. */
function failingSeverities(
  report: LintReport,
  { failOn, warnings }: Limits,
): (severity: Severity) => boolean {
  const last = (severities as readonly string[]).indexOf(failOn);
  const tooMany = warningsOf(report) > warnings;
  return (severity) => severities.indexOf(severity) <= last || (tooMany && severity === 'warning');
}

function failing(report: LintReport, limits: Limits): boolean {
  const fails = failingSeverities(report, limits);
  const counts: Readonly<Record<Severity, number>> = {
    error: report.summary.errors,
    warning: warningsOf(report),
    info: report.summary.infos,
  };
  return severities.some((severity) => counts[severity] > 0 && fails(severity));
}
