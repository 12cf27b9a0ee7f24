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
import { renderLintSarif, ruleUris } from '../../reporters/lint-sarif.ts';
import {
  renderLintStatistics,
  renderMarkdownStatistics,
  statisticsOf,
} from '../../reporters/lint-statistics.ts';
import type { Io } from '../io.ts';
import { coloursOf } from '../output.ts';
import { fromRepository } from './from-repository.ts';
import { type LintForm, type LintResults, shownOf, textsOf } from './lint-results.ts';

// A library file: most runs show what they found to a person.

/** Forms for services that show findings beside the code of a repository. */
const namedFromRoot: ReadonlySet<LintFormat> = new Set(['sarif', 'github', 'gitlab', 'junit', 'checkstyle']);

/** Every form but findings for a terminal. */
export async function renderOtherForm(
  given: LintResults,
  form: LintForm,
  io: Io,
): Promise<string | Iterable<string>> {
  const { format, statistics, showSuppressed } = form;
  const run = namedFromRoot.has(format) ? fromRepository(given, io) : given;
  const { report, files, unreadable, unread, fails } = run;
  const policyFiles = files
    .filter(({ policies }) => policies.length > 0)
    .map((policyFile) => policyFile.file);
  switch (format) {
    case 'pretty':
      return renderLintStatistics(report, { colours: await coloursOf(form, io), suppressed: showSuppressed });
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
        rules: (await import('../../rules/rules.ts')).rules,
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

async function fingerprinting(files: readonly PolicyFile[]): Promise<FingerprintOptions> {
  const { createHash } = await import('node:crypto');
  return {
    textOf: textsOf(files),
    hash: (text) => createHash('sha256').update(text).digest('hex').slice(0, 32),
  };
}
