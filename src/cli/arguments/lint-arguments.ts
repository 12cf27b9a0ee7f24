import type { RuleLevel } from '../../lint/lint-file.ts';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { Severity } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Config } from '../config/config.ts';
import type { NamedBy } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, scopeOf, settingsFiles, unnamedStdin } from './common-arguments.ts';
import { type LintOutput, lintOutputs } from './lint-outputs.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';
import { onlyRules, ruleLevels } from './rule-choices.ts';

/** What `lint` is called with. */
export interface LintArguments {
  readonly command: 'lint';
  /** Files, folders and globs to look at; `-` is standard input. */
  readonly places: readonly string[];
  /** The name to show for standard input. */
  readonly stdinName: string;
  /** Whether what git ignores is left out. */
  readonly gitignore: boolean;
  readonly config: Config | undefined;
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
  /** All rules. */
  readonly rules: readonly Rule[];
  /** These rules and no others; `undefined`: all. */
  readonly only: ReadonlySet<string> | undefined;
  /** Levels of rules, which outweigh those of the configuration. */
  readonly levels: ReadonlyMap<string, RuleLevel>;
  readonly baseline: BaselineChoice | undefined;
  /** `undefined` with `diff`: as for `safe`. */
  readonly fix: 'safe' | 'unsafe' | undefined;
  /** Changes are shown and not written. */
  readonly diff: boolean;
  readonly limits: Limits;
  /** Errors only. */
  readonly quiet: boolean;
  readonly statistics: boolean;
  readonly showSuppressed: boolean;
  /** Whether comments in files suppress findings. */
  readonly inlineIgnores: boolean;
  readonly outputs: readonly [LintOutput, ...LintOutput[]];
  /** As `--color` says. */
  readonly colour: boolean | undefined;
  /** Files that say how the call works. */
  readonly settings: readonly string[];
}

/** The baseline of a call. */
export interface BaselineChoice {
  readonly file: string;
  /** What names it. */
  readonly by: NamedBy;
  /** It is written anew. */
  readonly update: boolean;
}

/** What makes a run fail. */
export interface Limits {
  /** The lowest severity that does. */
  readonly failOn: Severity | 'never';
  /** So many warnings do not. */
  readonly warnings: number;
}

/** What lint is called with depends on. */
interface LintWorld extends Settings {
  /** All rules. */
  readonly rules: readonly Rule[];
}

/** @throws UsageError where options are wrong or do not go together. */
export function lintArguments(call: CallOf<'lint'>, settings: LintWorld, io: Io): LintArguments {
  const { positionals, values, given } = call;
  const { config, rules } = settings;
  const outputs = lintOutputs(call, io);
  const limits = { failOn: values['fail-on'], warnings: mostWarnings(values['max-warnings']) };
  checkPreview(call);
  const only = onlyRules(values.only ?? [], settings);
  const levels = ruleLevels(values.rule ?? [], settings);
  const baseline = baselineChoice(call, settings);
  return {
    command: 'lint',
    // A name for standard input means that it is to be read: editors give nothing else.
    places: positionals.length > 0 ? positionals : [given.has('stdin-filename') ? '-' : '.'],
    stdinName: values['stdin-filename'] ?? unnamedStdin,
    gitignore: values['no-gitignore'] !== true,
    config,
    rules,
    cloud: cloudOf(call, settings),
    scope: scopeOf(call, settings),
    only,
    levels,
    baseline,
    fix: values.fix,
    diff: values.diff === true,
    limits,
    quiet: values.quiet === true,
    statistics: values.statistics === true,
    showSuppressed: values['show-suppressed'] === true,
    inlineIgnores: values['no-inline-ignores'] !== true,
    outputs,
    colour: values.color,
    settings: settingsFiles(settings, baseline?.file),
  };
}

function mostWarnings(written: string | undefined): number {
  if (written === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/u.test(written)) return Number(written);
  throw new UsageError(`option \`--max-warnings\` needs a number, not ${inBackticks(written)}`);
}

/** @throws UsageError for a preview in a form that it does not have. */
function checkPreview({ values, given }: CallOf<'lint'>): void {
  if (values.diff !== true) return;
  const other = given.has('format') ? 'format' : values.statistics === true ? 'statistics' : undefined;
  if (other !== undefined)
    throw new UsageError(`\`--diff\` shows changes instead of findings: it goes without \`--${other}\``);
}

function baselineChoice({ values }: CallOf<'lint'>, { config }: Settings): BaselineChoice | undefined {
  const update = values['update-baseline'] === true;
  const file = values.baseline ?? config?.baseline;
  if (file !== undefined)
    return { file, by: values.baseline === undefined ? 'configuration' : 'call', update };
  if (!update) return undefined;
  throw new UsageError('name the baseline to write, as in `--baseline iamscope-baseline.json`');
}
