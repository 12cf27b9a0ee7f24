import { createHash } from 'node:crypto';
import type { LintReport, RuleDescription, Severity } from '../../src/model/finding.ts';
import type { LintFormat } from '../../src/model/formats.ts';
import { noColours } from '../../src/reporters/colours.ts';
import { renderLintCheckstyle } from '../../src/reporters/lint-checkstyle.ts';
import { renderLintCompact } from '../../src/reporters/lint-compact.ts';
import { renderLintGithub } from '../../src/reporters/lint-github.ts';
import { renderLintGitlab } from '../../src/reporters/lint-gitlab.ts';
import { renderLintJson } from '../../src/reporters/lint-json.ts';
import { renderLintJsonl } from '../../src/reporters/lint-jsonl.ts';
import { renderLintJunit } from '../../src/reporters/lint-junit.ts';
import { renderLintMarkdown } from '../../src/reporters/lint-markdown.ts';
import { renderLintPretty } from '../../src/reporters/lint-pretty.ts';
import { renderLintSarif, ruleUris } from '../../src/reporters/lint-sarif.ts';
import { describedRules } from './lint-report.ts';

/** What the formats are given besides the report. */
export interface RenderOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly rules?: readonly RuleDescription[];
  readonly unreadable?: readonly string[];
  readonly fails?: (severity: Severity) => boolean;
}

/** A report in a format, without the command line. */
export function renderLintAs(
  format: LintFormat,
  report: LintReport,
  {
    files,
    rules = describedRules,
    unreadable = [],
    fails = (severity) => severity !== 'info',
  }: RenderOptions,
): string {
  const textOf = (file: string) => (Object.hasOwn(files, file) ? files[file] : undefined);
  const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
  const policyFiles = Object.keys(files);
  switch (format) {
    case 'pretty':
      return renderLintPretty(report, { colours: noColours, textOf });
    case 'compact':
      return renderLintCompact(report);
    case 'json':
      return [...renderLintJson(report)].join('');
    case 'jsonl':
      return [...renderLintJsonl(report)].join('');
    case 'sarif':
      return [
        ...renderLintSarif(report, {
          textOf,
          hash,
          version: '1.2.3',
          rules,
          ruleUri: ruleUris({ address: undefined, repository: undefined }),
          unreadable,
          unread: [],
        }),
      ].join('');
    case 'github':
      return renderLintGithub(report);
    case 'gitlab':
      return [...renderLintGitlab(report, { textOf, hash })].join('');
    case 'junit':
      return renderLintJunit(report, { policyFiles, fails });
    case 'checkstyle':
      return renderLintCheckstyle(report, policyFiles);
    case 'markdown':
      return renderLintMarkdown(report);
  }
}
