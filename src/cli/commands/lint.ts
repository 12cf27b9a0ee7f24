import { lintFiles } from '../../lint/lint-files.ts';
import { readAction } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import { type LintReport, type Severity, severities } from '../../model/finding.ts';
import { nearest } from '../../model/nearest.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { readPolicyFile } from '../../policy/read-policy-file.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderLintCompact } from '../../reporters/lint-compact.ts';
import { renderLintJson } from '../../reporters/lint-json.ts';
import { renderLintPretty } from '../../reporters/lint-pretty.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { cloudChoice, textOption } from '../choices.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findPolicies } from '../find-policies.ts';
import type { Io } from '../io.ts';
import { commands } from '../options.ts';
import { coloursOf, deliver } from '../output.ts';
import type { Call } from '../parse-arguments.ts';
import { stdinName } from '../read-grants.ts';
import { readStandardInput, reasonOf } from '../read-named.ts';
import { openWorld } from '../world.ts';

/** `iamscope lint [paths..]`: findings in files, folders and globs. One that cannot be read does not hide the others. */
export async function lint(call: Call, io: Io): Promise<ExitCode> {
  const { files, unreadable } = await readAll(call, io);
  const { catalogue } = openWorld(io);
  const report = onlyErrors(
    lintFiles(files, { catalogue, cloud: cloudChoice(call) }),
    call.values.quiet === true,
  );
  deliver(render(report, files, call, await coloursOf(call, io)), call, io);
  for (const file of files) {
    if (file.foreign !== undefined)
      io.err(`iamscope: \`${terminalText(file.file)}\` is no IAM policy (${file.foreign}): left alone\n`);
  }
  const unchecked = call.values.quiet === true ? [] : notCheckedInFull(files, catalogue, cloudChoice(call));
  if (unchecked.length > 0 && textOption(call, 'format') === 'pretty') {
    io.err(
      `iamscope: actions of ${unchecked.join(', ')} are not checked in full: the catalogue has no current permission table of them\n`,
    );
  }
  for (const message of unreadable) io.err(`iamscope: ${terminalText(message)}\n`);
  if (unreadable.length > 0) return exitCodes.usage;
  return failing(report, textOption(call, 'fail-on') ?? 'error') ? exitCodes.findings : exitCodes.ok;
}

/** Services that the policies name and whose permission tables the catalogue does not have. */
function notCheckedInFull(files: readonly PolicyFile[], catalogue: Catalogue, cloud: CloudChoice): string[] {
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

interface Read {
  readonly files: readonly PolicyFile[];
  /** What could not be read, and why, in words. */
  readonly unreadable: readonly string[];
}

async function readAll(call: Call, io: Io): Promise<Read> {
  const found = await findPolicies(call.positionals.length === 0 ? ['.'] : call.positionals, io);
  const files: PolicyFile[] = [];
  const unreadable = [...found.missing];
  for (const { path } of found.files) {
    try {
      const name = path === '-' ? stdinName(call) : path;
      files.push(readPolicyFile(name, path === '-' ? readStandardInput(io) : io.readFile(path)));
    } catch (error) {
      unreadable.push(`\`${path}\` cannot be read: ${reasonOf(error)}${commandHint(path)}`);
    }
  }
  return { files, unreadable };
}

/** A first word that is no file may be a misspelt command: `lint` is what is run without one. */
function commandHint(path: string): string {
  const near = /^[a-z-]+$/.test(path)
    ? nearest(
        path,
        commands.map(({ name }) => name),
        { max: 2 },
      )
    : undefined;
  return near === undefined ? '' : `; did you mean \`iamscope ${near}\`?`;
}

/** `--quiet` shows errors only; the summary keeps counting everything. */
function onlyErrors(report: LintReport, quiet: boolean): LintReport {
  return quiet
    ? { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') }
    : report;
}

function render(report: LintReport, files: readonly PolicyFile[], call: Call, colours: Colours): string {
  switch (textOption(call, 'format')) {
    case 'json':
      return renderLintJson(report);
    case 'compact':
      return renderLintCompact(report);
    default: {
      const texts = new Map(files.map(({ file, text }) => [file, text]));
      return renderLintPretty(report, { colours, textOf: (file) => texts.get(file) });
    }
  }
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
