import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { DiffFailure, DiffFormat } from '../../model/formats.ts';
import type { Config } from '../config/config.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf, scopeOf, unnamedStdin } from './common-arguments.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** What `diff` is called with. */
export interface DiffArguments {
  readonly command: 'diff';
  readonly compared: Compared;
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
  /** Roles that are compared, and nothing else; none: everything is. */
  readonly roles: readonly string[];
  readonly ignoreDependencies: boolean;
  readonly failOn: DiffFailure;
  readonly stdinName: string;
  readonly config: Config | undefined;
  /** Whether what git ignores is left out. */
  readonly gitignore: boolean;
  readonly format: DiffFormat;
  readonly destination: Destination;
}

/** What is compared: files or folders, what a plan of Terraform found and leaves, or a commit and the working tree. */
export type Compared =
  | { readonly kind: 'sides'; readonly old: string; readonly now: string }
  | { readonly kind: 'plan'; readonly plan: string }
  | {
      readonly kind: 'commit';
      readonly reference: string;
      readonly paths: readonly string[];
      readonly noConfig: boolean;
    };

/** @throws UsageError unless there are two sides, one, which may be a plan, or a commit. */
export function diffArguments(call: CallOf<'diff'>, settings: Settings): DiffArguments {
  const { values, positionals } = call;
  return {
    command: 'diff',
    compared: comparedIn(values, positionals),
    cloud: cloudOf(call, settings),
    scope: scopeOf(call, settings),
    roles: values.role ?? [],
    ignoreDependencies: values['ignore-dependencies'] === true,
    failOn: values['fail-on'],
    stdinName: values['stdin-filename'] ?? unnamedStdin,
    config: settings.config,
    gitignore: values['no-gitignore'] !== true,
    format: values.format,
    destination: destinationOf(call, settings),
  };
}

function comparedIn(values: CallOf<'diff'>['values'], positionals: readonly string[]): Compared {
  const { against } = values;
  if (against !== undefined) {
    if (positionals.includes('-'))
      throw new UsageError('standard input is in no commit: name files, folders or globs with `--against`');
    return {
      kind: 'commit',
      reference: against,
      paths: positionals.length === 0 ? ['.'] : positionals,
      noConfig: values['no-config'] === true,
    };
  }
  const [old, now, ...more] = positionals;
  if (old === undefined || more.length > 0)
    throw new UsageError(
      'name the old side and the new one, as in `iamscope diff old.json new.json`, a plan of Terraform, or a commit, as in `iamscope diff --against HEAD~1`',
    );
  return now === undefined ? { kind: 'plan', plan: old } : { kind: 'sides', old, now };
}
