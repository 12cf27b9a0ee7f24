import type { LintOptions } from '../../lint/lint-file.ts';
import type { LintReport } from '../../model/finding.ts';
import type { ConfiguredGlobs } from '../config/config.ts';

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
  /** What is written in the files for this program and not understood, in words: the call fails for it. */
  readonly faults: () => readonly string[];
  /** What of the configuration did nothing in the run and may be meant otherwise, in words. */
  readonly idle: (run: LintRun) => readonly string[];
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
  /** Globs of `include` and `exclude` that matched nothing. */
  readonly unmet: readonly ConfiguredGlobs[];
}
