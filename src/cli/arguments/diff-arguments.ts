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
  /** Files or folders; without the second one the first is a plan of Terraform. */
  readonly sides: readonly [old: string, now?: string];
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

/** @throws UsageError unless there are two sides, or one, which may be a plan. */
export function diffArguments(call: CallOf<'diff'>, settings: Settings): DiffArguments {
  const { values, positionals } = call;
  const [old, now, ...more] = positionals;
  if (old === undefined || more.length > 0)
    throw new UsageError(
      'name the old side and the new one, as in `iamscope diff old.json new.json`, or a plan of Terraform',
    );
  return {
    command: 'diff',
    sides: now === undefined ? [old] : [old, now],
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
