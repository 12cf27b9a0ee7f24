import type { CloudChoice } from '../../model/cloud.ts';
import { configName } from '../files/config-names.ts';
import type { Io } from '../io.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf } from './common-arguments.ts';
import { type DiffArguments, diffArguments } from './diff-arguments.ts';
import { type ExpandArguments, expandArguments } from './expand-arguments.ts';
import { type GenerateArguments, generateArguments } from './generate-arguments.ts';
import { type LintArguments, lintArguments } from './lint-arguments.ts';
import {
  type CatalogueArguments,
  catalogueArguments,
  type ExplainArguments,
  explainArguments,
} from './lookup-arguments.ts';
import type { CommandSpec } from './options.ts';
import { type Call, type CallOf, parseArguments } from './parse-arguments.ts';
import {
  type CanArguments,
  canArguments,
  type ReportArguments,
  reportArguments,
  type WhoCanArguments,
  whoCanArguments,
} from './question-arguments.ts';
import { readSettings } from './read-settings.ts';
import { type TestArguments, testArguments } from './test-arguments.ts';

/** What the program is called to do, with everything that the command line, the configuration and files say of it. */
export type Arguments =
  | { readonly command: 'version' }
  /** For a command, or for the program. */
  | { readonly command: 'help'; readonly topic: CommandSpec | undefined }
  | LintArguments
  | ReportArguments
  | CanArguments
  | WhoCanArguments
  | DiffArguments
  | ExpandArguments
  | GenerateArguments
  | TestArguments
  | ExplainArguments
  | InitArguments
  | CatalogueArguments
  | CompletionArguments;

/** What `init` is called with. */
export interface InitArguments {
  readonly command: 'init';
  readonly cloud: CloudChoice;
  /** A file that is there is written over. */
  readonly force: boolean;
  /** Tests of access are written, and no configuration. */
  readonly tests: boolean;
}

/** Shells that there is a script for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What `completion` is called with. */
export interface CompletionArguments {
  readonly command: 'completion';
  readonly shell: Shell;
  readonly destination: Destination;
}

/**
 * Reads a call of the program.
 * @param argv the arguments after the program's name
 * @throws UsageError naming what is wrong.
 */
export async function readArguments(argv: readonly string[], io: Io): Promise<Arguments> {
  const invocation = parseArguments(argv);
  switch (invocation.kind) {
    case 'version':
      return { command: 'version' };
    case 'help':
      return { command: 'help', topic: invocation.command };
    case 'call':
      return await commandArguments(invocation.call, io);
  }
}

async function commandArguments(call: Call, io: Io): Promise<Arguments> {
  const settings = await readSettings(call, io);
  switch (call.command) {
    case 'lint':
      return lintArguments(call, { ...settings, rules: (await import('../../rules/rules.ts')).rules }, io);
    case 'report':
      return reportArguments(call, settings);
    case 'can':
      return canArguments(call, settings);
    case 'who-can':
      return whoCanArguments(call, settings);
    case 'diff':
      return diffArguments(call, settings);
    case 'expand':
      return expandArguments(call, settings);
    case 'generate':
      return generateArguments(call, settings, io);
    case 'test':
      return testArguments(call, settings);
    case 'explain':
      return explainArguments(call, settings);
    case 'init':
      return initArguments(call);
    case 'catalogue':
      return catalogueArguments(call);
    case 'completion':
      return completionArguments(call);
  }
}

/** @throws UsageError for a path. */
function initArguments(call: CallOf<'init'>): InitArguments {
  const { positionals, values } = call;
  if (positionals.length > 0)
    throw new UsageError(
      values.tests === true
        ? '`iamscope init --tests` takes no path: it tests the roles of the configuration, or the policies below the working directory'
        : `\`iamscope init\` takes no path: it writes ${configName} to the working directory`,
    );
  return {
    command: 'init',
    cloud: cloudOf(call, {}),
    force: values.force === true,
    tests: values.tests === true,
  };
}

/** @throws UsageError unless there is one shell. */
function completionArguments(call: CallOf<'completion'>): CompletionArguments {
  const [name, ...more] = call.positionals;
  const shell = shells.find((known) => known === name);
  if (shell === undefined || more.length > 0) {
    throw new UsageError(
      `name one shell: ${shells.join(', ')}; for bash, \`eval "$(iamscope completion bash)"\` in \`~/.bashrc\``,
    );
  }
  return { command: 'completion', shell, destination: destinationOf(call, {}) };
}
