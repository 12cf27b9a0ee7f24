import type { LintOptions } from '../../lint/lint-file.ts';
import { lintFiles } from '../../lint/lint-files.ts';
import { readAction } from '../../model/action.ts';
import { type LintReport, type Severity, severities } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { cloudChoice, textOption } from '../choices.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Call } from '../parse-arguments.ts';
import { type PolicyFiles, readPolicyFiles } from '../read-policy-files.ts';
import { deliverDiff, deliverLint } from '../render-lint.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

/** `iamscope lint [paths..]`: findings in files, folders and globs. One that cannot be read does not hide the others. */
export async function lint(call: Call, io: Io): Promise<ExitCode> {
  if (call.values.fix !== undefined || call.values.diff === true) return lintAndFix(call, io);
  const { files, unreadable } = await readPolicyFiles(call, io);
  const options = lintOptions(call, io);
  const report = onlyErrors(lintFiles(files, options), call.values.quiet === true);
  await deliverLint(report, files, call, io);
  return conclude({ report, files, unreadable, options }, call, io);
}

/**
 * `--fix` writes what can be fixed and reports what is left; the text of standard input goes to stdout instead, and the
 * report to stderr. `--diff` shows what would change, and nothing else; its exit code is that of the findings as they are.
 */
async function lintAndFix(call: Call, world: Io): Promise<ExitCode> {
  const { fixFiles, keepingStdin } = await import('../fix-files.ts');
  if (call.values.diff === true && call.given.has('format'))
    throw new UsageError('`--diff` shows changes instead of findings: it goes without `--format`');
  const io = keepingStdin(world);
  const found = await readPolicyFiles(call, io);
  const options = lintOptions(call, io);
  const { files, changed, stdin, unwritten, defects, remarks } = fixFiles(found, options, call, io);
  const report = onlyErrors(lintFiles(files, options), call.values.quiet === true);
  if (call.values.diff === true) {
    await deliverDiff(changed, call, io);
  } else if (stdin !== undefined) {
    io.out(stdin);
    await deliverLint(report, files, call, { ...io, out: (text) => io.err(String(text)), colour: false });
  } else {
    await deliverLint(report, files, call, io);
  }
  for (const said of [...defects, ...(call.values.quiet === true ? [] : remarks)])
    io.err(`iamscope: ${terminalText(said)}\n`);
  return conclude({ report, files, unreadable: [...found.unreadable, ...unwritten], options }, call, io);
}

interface Conclusion extends PolicyFiles {
  readonly report: LintReport;
  readonly options: LintOptions;
}

/** Says on stderr what there is to say besides the findings. */
function conclude({ report, files, unreadable, options }: Conclusion, call: Call, io: Io): ExitCode {
  for (const file of files) {
    if (file.foreign !== undefined)
      io.err(`iamscope: \`${terminalText(file.file)}\` is no IAM policy (${file.foreign}): left alone\n`);
  }
  const unchecked = call.values.quiet === true ? [] : notCheckedInFull(files, options);
  if (unchecked.length > 0 && textOption(call, 'format') === 'pretty') {
    io.err(
      `iamscope: actions of ${unchecked.join(', ')} are not checked in full: the catalogue has no current permission table of them\n`,
    );
  }
  for (const message of unreadable) io.err(`iamscope: ${terminalText(message)}\n`);
  if (unreadable.length > 0) return exitCodes.usage;
  return failing(report, textOption(call, 'fail-on') ?? 'error') ? exitCodes.findings : exitCodes.ok;
}

/** What is linted for, and how strictly. */
function lintOptions(call: Call, io: Io): LintOptions {
  const { catalogue, language } = openWorld(io);
  return { catalogue, language, cloud: cloudChoice(call) };
}

/** Services that the policies name and whose permission tables the catalogue does not have. */
function notCheckedInFull(files: readonly PolicyFile[], { catalogue, cloud }: LintOptions): string[] {
  const named = new Set<string>();
  for (const { policies } of files) {
    for (const { statements } of policies) {
      for (const { text } of statements.flatMap(({ actions }) => actions)) {
        const reading = readAction(text);
        if (reading.ok && reading.pattern.segments[0] !== '*') named.add(reading.pattern.segments[0]);
      }
    }
  }
  return [...named].filter((service) => catalogue.coverage(service, cloud) !== 'full').sort();
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
