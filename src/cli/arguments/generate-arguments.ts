import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { GenerateFormat } from '../../model/formats.ts';
import { largestSettings, readSettings } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf, scopeOf } from './common-arguments.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** What `generate` is called with. */
export interface GenerateArguments {
  readonly command: 'generate';
  /** Tasks, APIs, actions and questions in words; those of files among them. */
  readonly wanted: readonly string[];
  /** Logs of calls. */
  readonly logs: readonly string[];
  /** A plan of Terraform. */
  readonly plan: string | undefined;
  readonly cloud: CloudChoice;
  /** Where the policies will be granted. */
  readonly scope: GrantScope;
  readonly service: string | undefined;
  readonly ignoreDependencies: boolean;
  readonly exact: boolean;
  readonly shrink: boolean;
  /** A policy that is to be reduced to what is wanted. */
  readonly fromPolicy: string | undefined;
  /** Bytes of a policy at most. */
  readonly maxBytes: number | undefined;
  readonly format: GenerateFormat;
  readonly destination: Destination;
}

/** @throws UsageError where nothing is wanted, or a file of wants cannot be read or is empty. */
export function generateArguments(call: CallOf<'generate'>, settings: Settings, io: Io): GenerateArguments {
  const { values, positionals } = call;
  const logs = values.log ?? [];
  if (logs.filter((file) => file === '-').length > 1 || (logs.includes('-') && values.plan === '-'))
    throw new UsageError('standard input can be read once only');
  if (positionals.length + logs.length === 0 && values.plan === undefined)
    throw new UsageError(
      'say what is wanted, as in `iamscope generate "tag images"`, `@file` with one want a line, `--log FILE` or `--plan FILE`',
    );
  const bytes = values['max-bytes'];
  if (bytes !== undefined && !/^[1-9]\d{0,8}$/u.test(bytes))
    throw new UsageError(`\`--max-bytes\` takes a number of bytes, not \`${bytes}\``);
  if (values['from-policy'] !== undefined && (values.shrink === true || bytes !== undefined))
    throw new UsageError(
      '`--from-policy` keeps the policy as it is written: it goes without `--shrink` and `--max-bytes`',
    );
  const wanted = positionals.flatMap((text) => (/^@./u.test(text) ? linesOf(text.slice(1), io) : [text]));
  return {
    command: 'generate',
    wanted: [...new Set(wanted)],
    logs,
    plan: values.plan,
    cloud: cloudOf(call, settings),
    scope: scopeOf(call, settings),
    service: values.service?.toLowerCase(),
    ignoreDependencies: values['ignore-dependencies'] === true,
    exact: values.exact === true,
    shrink: values.shrink === true,
    fromPolicy: values['from-policy'],
    maxBytes: bytes === undefined ? undefined : Number(bytes),
    format: values.format,
    destination: destinationOf(call, settings),
  };
}

/** One want a line; empty lines and those that begin with `#` say nothing. */
function linesOf(file: string, io: Io): readonly string[] {
  const text = readSettings(file, largestSettings, io, { instead: 'name a file with one want a line' });
  const lines = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) throw new UsageError(`\`${file}\` lists nothing`);
  return lines;
}
