import type { LintOptions } from '../../lint/lint-file.ts';
import type { LintReport } from '../../model/finding.ts';
import { rules } from '../../rules/rules.ts';
import { cloudChoice, grantScope } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import type { ConfiguredGlobs } from '../config/config.ts';
import type { Io } from '../io.ts';
import { openWorld } from '../world.ts';

/** What is linted for, how strictly, and what is left to do when that is done. */
export interface LintSetup {
  readonly options: LintOptions;
  /** The same options for looking at files once more: what counts findings begins anew. */
  readonly again: () => LintOptions;
  /** Adds what is to be said of the configuration and the baseline, and writes the baseline where the call says so. */
  readonly settle: (report: LintReport, run: LintRun) => LintReport;
  /** What of the configuration did nothing in the run and may be meant otherwise, in words. */
  readonly idle: (report: LintReport, run: LintRun) => Promise<readonly string[]>;
}

/** What a run has looked at. */
export interface LintRun {
  /** Names of the files that were read. */
  readonly files: readonly string[];
  /** Names of those that may not have been understood in full, whatever rules ran. */
  readonly broken: readonly string[];
  /** Nothing was there that could not be read. */
  readonly complete: boolean;
  /** Globs of `include` and `exclude` that matched nothing. */
  readonly unmet: readonly ConfiguredGlobs[];
}

/** Options that say more than a run without a configuration needs to know. */
const particular = ['rule', 'only', 'baseline', 'update-baseline'];

/** Without a configuration and these options nothing is loaded for them. */
export async function lintSetup(call: Call, io: Io): Promise<LintSetup> {
  const { catalogue, language, tasks } = openWorld(io);
  const options = { catalogue, language, cloud: cloudChoice(call), scope: grantScope(call) };
  if (call.config === undefined && !particular.some((name) => call.given.has(name)))
    return { options, again: () => options, settle: (report) => report, idle: async () => [] };
  return (await import('./configured-lint.ts')).configuredLint({ options, rules, tasks, call, io });
}
