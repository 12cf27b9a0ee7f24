import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { GenerateFormat } from '../../model/formats.ts';
import { largestSettings, readSettings, readStandardInput } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf, scopeOf } from './common-arguments.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** Something that is wanted, as it is written. */
export interface Want {
  readonly text: string;
  /** The line of a file that says it. */
  readonly at?: { readonly file: string; readonly line: number };
}

/** What `generate` is called with. */
export interface GenerateArguments {
  readonly command: 'generate';
  /** Tasks, APIs, actions and questions in words; those of files among them. */
  readonly wanted: readonly Want[];
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
  const read = [
    ...positionals.map((text) => (text === `@-` ? '-' : text)),
    ...[...logs, values.plan, values['from-policy']],
  ];
  if (read.filter((name) => name === '-').length > 1)
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
  const wanted = positionals.flatMap((text): readonly Want[] =>
    /^@./u.test(text) ? wantsIn(text.slice(1), io) : [{ text }],
  );
  const destination = destinationOf(call, settings);
  const fromPolicy = values['from-policy'];
  const sources = [
    ...positionals.flatMap((text) => (/^@./u.test(text) ? [text.slice(1)] : [])),
    ...logs,
    ...[values.plan, fromPolicy].filter((file) => file !== undefined),
  ];
  return {
    command: 'generate',
    wanted: [...new Map([...wanted].reverse().map((want) => [want.text, want])).values()].reverse(),
    logs,
    plan: values.plan,
    cloud: cloudOf(call, settings),
    scope: scopeOf(call, settings),
    service: values.service?.toLowerCase(),
    ignoreDependencies: values['ignore-dependencies'] === true,
    exact: values.exact === true,
    shrink: values.shrink === true,
    fromPolicy,
    maxBytes: bytes === undefined ? undefined : Number(bytes),
    format: values.format,
    destination: { ...destination, sources: [...destination.sources, ...sources] },
  };
}

/** One want a line; empty lines, and what follows a `#` at the beginning of a line or after white space, say nothing. */
function wantsIn(file: string, io: Io): readonly Want[] {
  const text =
    file === '-'
      ? new TextDecoder().decode(readStandardInput(io))
      : readSettings(file, largestSettings, io, { instead: 'name a file with one want a line' });
  const shown = file === '-' ? '<stdin>' : file;
  const wants = text.split(/\r\n?|\n/u).flatMap((line, at): readonly Want[] => {
    const want = line.replace(/(?:^|\s)#.*$/u, '').trim();
    return want === '' ? [] : [{ text: want, at: { file: shown, line: at + 1 } }];
  });
  if (wants.length === 0) throw new UsageError(`\`${shown}\` lists nothing`);
  const again = wants.find((want) => /^@.|^-$/u.test(want.text));
  if (again !== undefined)
    throw new UsageError(
      `${shown}:${again.at?.line}: \`${again.text}\` is for the command line: list what is wanted`,
    );
  return wants;
}
