import type { LintOptions } from '../../lint/lint-file.ts';
import { startLint } from '../../lint/lint-files.ts';
import { readAction } from '../../model/action.ts';
import { type LintReport, type Severity, severities } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { cloudChoice, textOption } from '../choices.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Call } from '../parse-arguments.ts';
import { readPolicyFiles } from '../read-policy-files.ts';
import { deliverLint } from '../render-lint.ts';
import { openWorld } from '../world.ts';

/** `iamscope lint [paths..]`: findings in files, folders and globs. One that cannot be read does not hide the others. */
export async function lint(call: Call, io: Io): Promise<ExitCode> {
  const found = await readPolicyFiles(call, io);
  const options = lintOptions(call, io);
  const quiet = call.values.quiet === true;
  const run = startLint(options);
  const files: PolicyFile[] = [];
  const services = new Set<string>();
  for await (const file of found.files) {
    files.push(run.add(file).length > 0 ? file : withoutText(file));
    addServices(file, services);
  }
  const { unmatched, unreadable, notes } = found;
  const report = onlyErrors(withUnread(run.report(), unreadable.length), quiet);
  await deliverLint(report, files, call, io);
  for (const file of files) {
    if (file.foreign !== undefined)
      io.err(`iamscope: \`${terminalText(file.file)}\` is no IAM policy (${file.foreign}): left alone\n`);
  }
  for (const note of quiet ? [] : notes) io.err(`iamscope: ${terminalText(note)}\n`);
  const unchecked = quiet ? [] : notCheckedInFull(services, options);
  if (unchecked.length > 0 && textOption(call, 'format') === 'pretty') {
    io.err(
      `iamscope: actions of ${unchecked.join(', ')} are not checked in full: the catalogue has no current permission table of them\n`,
    );
  }
  const failures = [...unmatched, ...unreadable];
  for (const message of failures) io.err(`iamscope: ${terminalText(message)}\n`);
  if (failures.length > 0) return exitCodes.usage;
  return failing(report, textOption(call, 'fail-on') ?? 'error') ? exitCodes.findings : exitCodes.ok;
}

/** What is linted for, and how strictly. */
function lintOptions(call: Call, io: Io): LintOptions {
  const { catalogue, language } = openWorld(io);
  return { catalogue, language, cloud: cloudChoice(call) };
}

/** What is still asked of a file without findings. Thousands of them with all their text would fill the memory. */
function withoutText(file: PolicyFile): PolicyFile {
  if (file.policies.length === 0) return { ...file, text: '' };
  return { ...file, text: '', policies: file.policies.map((policy) => ({ ...policy, statements: [] })) };
}

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

function failing({ summary }: LintReport, threshold: string): boolean {
  const counts: Readonly<Record<Severity, number>> = {
    error: summary.errors,
    warning: summary.warnings,
    info: summary.infos,
  };
  const last = (severities as readonly string[]).indexOf(threshold);
  return severities.slice(0, last + 1).some((severity) => counts[severity] > 0);
}
