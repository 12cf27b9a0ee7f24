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
import { readPolicyFiles } from '../read-policy-files.ts';
import { deliverLint } from '../render-lint.ts';
import { openWorld } from '../world.ts';

/** `iamscope lint [paths..]`: findings in files, folders and globs. One that cannot be read does not hide the others. */
export async function lint(call: Call, io: Io): Promise<ExitCode> {
  const { files, unreadable } = await readPolicyFiles(call, io);
  const options = await lintOptions(call, io);
  const report = onlyErrors(lintFiles(files, options), call.values.quiet === true);
  await deliverLint(report, files, call, io);
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
async function lintOptions(call: Call, io: Io): Promise<LintOptions> {
  const { catalogue, language, tasks } = openWorld(io);
  const cloud = cloudChoice(call);
  const options = { catalogue, language, cloud };
  const configured = call.config?.house;
  if (configured === undefined) return options;
  const { resolveHouse } = await import('../resolve-house.ts');
  return { ...options, house: resolveHouse(configured, { ...options, tasks, fromFolder }) };
}

/** A path as seen from a folder, both as they are named from the working directory. */
function fromFolder(folder: string, file: string): string {
  const plain = file.replace(/^(?:\.\/+)+/u, '');
  return plain.startsWith(folder) ? plain.slice(folder.length) : plain;
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
