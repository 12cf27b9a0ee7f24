import { allHaveSameLanguages } from '../../decide/same-languages.ts';
import type { LintOptions } from '../../lint/lint-file.ts';
import type { LintReport } from '../../model/finding.ts';
import { rules } from '../../rules/rules.ts';
import { cloudChoice, grantScope } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import type { Io } from '../io.ts';
import { openWorld } from '../world.ts';

/** What is linted for, how strictly, and what is left to do when that is done. */
export interface LintSetup {
  readonly options: LintOptions;
  /**
   * The same options for looking at files once more, with all fixes that the rules propose: what counts findings begins
   * anew.
   */
  readonly again: () => LintOptions;
  /** Adds what is to be said of the configuration and the baseline, and writes the baseline where the call says so. */
  readonly settle: (report: LintReport, run: LintRun) => LintReport;
}

/** What a run has looked at. */
export interface LintRun {
  /** Names of the files that were read. */
  readonly files: readonly string[];
  /** Names of those that hold policies, or look as if. */
  readonly policies: readonly string[];
  /** Names of those that may not have been understood in full, whatever rules ran. */
  readonly broken: readonly string[];
  /** Nothing was there that could not be read. */
  readonly complete: boolean;
}

/** Options that say more than a run without a configuration needs to know. */
const particular = ['rule', 'only', 'baseline', 'update-baseline'];

/** Without a configuration and these options nothing is loaded for them. */
export async function lintSetup(call: Call, io: Io): Promise<LintSetup> {
  const { catalogue, language, tasks } = openWorld(io);
  const options = { catalogue, language, cloud: cloudChoice(call), scope: grantScope(call) };
  const isProved: LintOptions['isProved'] = (before, after) =>
    allHaveSameLanguages(before.policies, after.policies, language());
  if (call.config === undefined && !particular.some((name) => call.given.has(name)))
    return {
      options: { ...options, isProved },
      again: () => options,
      settle: (report) => report,
    };
  const { configuredLint } = await import('./configured-lint.ts');
  const setup = await configuredLint({ options, rules, tasks, call, io });
  return { ...setup, options: { ...setup.options, isProved } };
}
