import type { LintReport, Severity } from '../../model/finding.ts';
import type { LintFormat } from '../../model/formats.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { FingerprintOptions } from '../../reporters/fingerprints.ts';
import { renderLintCheckstyle } from '../../reporters/lint-checkstyle.ts';
import { renderLintCompact } from '../../reporters/lint-compact.ts';
import { renderLintGithub } from '../../reporters/lint-github.ts';
import { renderLintGitlab } from '../../reporters/lint-gitlab.ts';
import { renderLintJson } from '../../reporters/lint-json.ts';
import { renderLintJsonl } from '../../reporters/lint-jsonl.ts';
import { renderLintJunit } from '../../reporters/lint-junit.ts';
import { renderLintMarkdown } from '../../reporters/lint-markdown.ts';
import { renderLintPretty } from '../../reporters/lint-pretty.ts';
import { renderLintSarif, ruleUris } from '../../reporters/lint-sarif.ts';
import {
  renderLintStatistics,
  renderMarkdownStatistics,
  statisticsOf,
} from '../../reporters/lint-statistics.ts';
import { type ChangedText, diffForTerminal, renderUnifiedDiff } from '../../reporters/unified-diff.ts';
import { rules } from '../../rules/rules.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { LintOutput } from '../arguments/lint-outputs.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver, deliverPieces } from '../output.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { fromRepository } from './from-repository.ts';

/** What a run of `lint` has to show. */
export interface LintResults {
  readonly report: LintReport;
  /** What was read; files without findings without their texts. */
  readonly files: readonly PolicyFile[];
  /** What the call names and could not be read, in words. */
  readonly unreadable: readonly string[];
  /** What else could not be read, in words. */
  readonly unread: readonly string[];
  /** Whether findings of a severity make the run fail. */
  readonly fails: (severity: Severity) => boolean;
}

/**
 * Sends what `lint` found to where the call wants it, in the forms that it wants. One place that cannot be written to
 * does not keep the others from their results.
 * @throws UsageError saying what could not be written.
 */
export async function deliverLint(run: LintResults, call: LintArguments, io: Io): Promise<void> {
  const failures: string[] = [];
  const sources = sourcesOf(run, call);
  for (const { format, file } of call.outputs) {
    const text = await render(run, { ...call, format, file }, io);
    try {
      await deliverPieces(typeof text === 'string' ? [text] : text, { file, sources }, io);
    } catch (error) {
      if (!isUsageError(error)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UsageError(failures.join('; '));
}

/** Policies and settings. An old report that lies among the policies may be replaced by the new one. */
function sourcesOf(
  { files }: Pick<LintResults, 'files'>,
  { settings }: Pick<LintArguments, 'settings'>,
): readonly string[] {
  return [...files.filter(({ kind }) => kind !== 'none').map(({ file }) => file), ...settings];
}

/** Sends what would change to where the call wants it: exactly to a file, harmless to a terminal. */
export function deliverDiff(
  changed: readonly ChangedText[],
  files: readonly PolicyFile[],
  call: LintArguments,
  io: Io,
): void {
  if (changed.length === 0) return;
  const diff = changed.map(renderUnifiedDiff).join('');
  const [{ file }] = call.outputs;
  const sources = sourcesOf({ files }, call);
  deliver(file === undefined ? diffForTerminal(diff) : diff, { file, sources }, io);
}

/** Forms for services that show findings beside the code of a repository. */
const namedFromRoot: ReadonlySet<LintFormat> = new Set(['sarif', 'github', 'gitlab', 'junit', 'checkstyle']);

/** One form of the results. */
interface Form extends LintOutput, Pick<LintArguments, 'colour' | 'statistics' | 'showSuppressed'> {}

async function render(given: LintResults, form: Form, io: Io): Promise<string | Iterable<string>> {
  const { format, statistics, showSuppressed } = form;
  const run = namedFromRoot.has(format) ? fromRepository(given, io) : given;
  const { report, files, unreadable, unread, fails } = run;
  const policyFiles = files
    .filter(({ policies }) => policies.length > 0)
    .map((policyFile) => policyFile.file);
  switch (format) {
    case 'pretty':
      if (statistics) {
        const colours = await coloursOf(form, io);
        return renderLintStatistics(report, { colours, suppressed: showSuppressed });
      }
      return renderLintPretty(shownOf(report, form), {
        colours: await coloursOf(form, io),
        textOf: textsOf(files),
      });
    case 'compact':
      return renderLintCompact(shownOf(report, form));
    case 'json':
      return renderLintJson(report, statistics ? statisticsOf(report) : undefined);
    case 'jsonl':
      return renderLintJsonl(report);
    case 'sarif': {
      const { version, repository } = JSON.parse(io.readData('version.json')) as PackageFacts;
      return renderLintSarif(report, {
        ...(await fingerprinting(files)),
        version,
        rules,
        ruleUri: ruleUris({ address: io.variable('IAMSCOPE_RULES_URL'), repository }),
        unreadable,
        unread,
      });
    }
    case 'github':
      return renderLintGithub(report);
    case 'gitlab':
      return renderLintGitlab(report, await fingerprinting(files));
    case 'junit':
      return renderLintJunit(report, { policyFiles, fails });
    case 'checkstyle':
      return renderLintCheckstyle(report, policyFiles);
    case 'markdown':
      return statistics ? renderMarkdownStatistics(report, showSuppressed) : renderLintMarkdown(report);
  }
}

/** What the build notes of the package. */
interface PackageFacts {
  readonly version: string;
  /** The address of its repository, where it has one. */
  readonly repository?: string;
}

/** People see what counts, and what is accepted only when they ask. */
function shownOf(report: LintReport, { showSuppressed }: Form): LintReport {
  if (showSuppressed) return report;
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
