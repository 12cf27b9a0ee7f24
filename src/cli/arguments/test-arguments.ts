import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { AccessTestFormat } from '../../model/formats.ts';
import type { Config } from '../config/config.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf, scopeOf, unnamedStdin } from './common-arguments.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** What `test` is called with. */
export interface TestArguments {
  readonly command: 'test';
  /** Files, folders and globs. */
  readonly paths: readonly string[];
  /** For files that do not say it. */
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
  readonly ignoreDependencies: boolean;
  readonly coverage: boolean;
  /** Of a hundred parts of the policies so many have to be tested. */
  readonly minCoverage: number | undefined;
  readonly update: boolean;
  readonly stdinName: string;
  readonly config: Config | undefined;
  readonly gitignore: boolean;
  readonly format: AccessTestFormat;
  readonly destination: Destination;
}

/** @throws UsageError for a coverage that is not a percentage, and for what contradicts itself. */
export function testArguments(call: CallOf<'test'>, settings: Settings): TestArguments {
  const { values, positionals } = call;
  const least = values['min-coverage'];
  const minCoverage = least === undefined ? undefined : Number(least);
  if (minCoverage !== undefined && !(/^\d+(?:\.\d+)?$/u.test(least ?? '') && minCoverage <= 100))
    throw new UsageError(`\`--min-coverage\` takes a number from 0 to 100, not \`${least}\``);
  if (values.update === true && (values.coverage === true || minCoverage !== undefined))
    throw new UsageError('`--update` writes what is decided: look at the coverage in another run');
  return {
    command: 'test',
    paths: positionals.length === 0 ? ['.'] : positionals,
    cloud: cloudOf(call, settings),
    scope: scopeOf(call, settings),
    ignoreDependencies: values['ignore-dependencies'] === true,
    coverage: values.coverage === true || minCoverage !== undefined,
    minCoverage,
    update: values.update === true,
    stdinName: unnamedStdin,
    config: settings.config,
    gitignore: values['no-gitignore'] !== true,
    format: values.format,
    destination: destinationOf(call, settings),
  };
}
