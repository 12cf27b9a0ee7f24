import type { LintReport } from '../model/finding.ts';
import type { PolicyFile } from '../model/policy.ts';
import type { FingerprintOptions } from '../reporters/fingerprints.ts';
import { renderLintCompact } from '../reporters/lint-compact.ts';
import { renderLintJson } from '../reporters/lint-json.ts';
import { renderLintPretty } from '../reporters/lint-pretty.ts';
import { rules } from '../rules/rules.ts';
import type { Io } from './io.ts';
import type { LintOutput } from './lint-outputs.ts';
import { coloursFor, deliverTo } from './output.ts';
import type { Call } from './parse-arguments.ts';
import { isUsageError, UsageError } from './usage-error.ts';

/** What a run of `lint` has to show. */
export interface LintRun {
  readonly report: LintReport;
  readonly files: readonly PolicyFile[];
  /** What could not be read, in words. */
  readonly unreadable: readonly string[];
}

/**
 * Sends what `lint` found to where the call wants it, in the forms that it wants. One place that cannot be written to
 * does not keep the others from their results.
 * @throws UsageError saying what could not be written.
 */
export async function deliverLint(
  run: LintRun,
  outputs: readonly LintOutput[],
  call: Call,
  io: Io,
): Promise<void> {
  const failures: string[] = [];
  for (const output of outputs) {
    const text = await render(run, output, call, io);
    try {
      deliverTo(output.file, text, io);
    } catch (error) {
      if (!isUsageError(error)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UsageError(failures.join('; '));
}

/** Each form but the usual ones is a chunk of its own, loaded when asked for. */
async function render(run: LintRun, { format, file }: LintOutput, call: Call, io: Io): Promise<string> {
  const { report, files, unreadable } = run;
  const policyFiles = files
    .filter(({ policies }) => policies.length > 0)
    .map((policyFile) => policyFile.file);
  switch (format) {
    case 'pretty':
      return renderLintPretty(shownTo(report), {
        colours: await coloursFor(file, call, io),
        textOf: textsOf(files),
      });
    case 'compact':
      return renderLintCompact(shownTo(report));
    case 'json':
      return renderLintJson(report);
    case 'jsonl':
      return (await import('../reporters/lint-jsonl.ts')).renderLintJsonl(report);
    case 'sarif': {
      const { renderLintSarif } = await import('../reporters/lint-sarif.ts');
      const { version } = JSON.parse(io.readData('version.json')) as { version: string };
      return renderLintSarif(report, {
        ...(await fingerprinting(files)),
        version,
        rules,
        policyFiles,
        unreadable,
      });
    }
    case 'github':
      return (await import('../reporters/lint-github.ts')).renderLintGithub(report);
    case 'gitlab': {
      const { renderLintGitlab } = await import('../reporters/lint-gitlab.ts');
      return renderLintGitlab(report, await fingerprinting(files));
    }
    case 'junit':
      return (await import('../reporters/lint-junit.ts')).renderLintJunit(report, policyFiles);
    case 'checkstyle':
      return (await import('../reporters/lint-checkstyle.ts')).renderLintCheckstyle(report, policyFiles);
    case 'markdown':
      return (await import('../reporters/lint-markdown.ts')).renderLintMarkdown(report);
  }
}

/** People see what counts. */
function shownTo(report: LintReport): LintReport {
  return { ...report, findings: report.findings.filter(({ suppressed }) => suppressed === undefined) };
}

function textsOf(files: readonly PolicyFile[]): (file: string) => string | undefined {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  return (file) => texts.get(file);
}

async function fingerprinting(files: readonly PolicyFile[]): Promise<FingerprintOptions> {
  const { createHash } = await import('node:crypto');
  return {
    textOf: textsOf(files),
    hash: (text) => createHash('sha256').update(text).digest('hex').slice(0, 32),
  };
}
