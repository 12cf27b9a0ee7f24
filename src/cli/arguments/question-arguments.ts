import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { DecisionFormat, WhoCanFormat } from '../../model/formats.ts';
import type { Config } from '../config/config.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf, scopeOf, unnamedStdin } from './common-arguments.ts';
import type { WrittenContext } from './context.ts';
import type { CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** What the commands that decide have in common. */
export interface QuestionArguments {
  readonly cloud: CloudChoice;
  /** Where policies are granted of which nothing else is said. */
  readonly scope: GrantScope;
  /** A service code or alias, in lower case, that nobody has looked up yet. */
  readonly service: string | undefined;
  readonly ignoreDependencies: boolean;
  readonly context: WrittenContext;
  /** The name to show for standard input. */
  readonly stdinName: string;
  readonly config: Config | undefined;
  readonly destination: Destination;
}

/** What `report` is called with. */
export interface ReportArguments extends QuestionArguments {
  readonly command: 'report';
  readonly policies: readonly string[];
  readonly role: string | undefined;
  readonly format: DecisionFormat;
}

/** What `can` is called with. */
export interface CanArguments extends QuestionArguments {
  readonly command: 'can';
  readonly query: string;
  /** Whether the question has to name an API, an action or a task. */
  readonly exact: boolean;
  readonly policies: readonly string[];
  readonly role: string | undefined;
  readonly explain: boolean;
  readonly suggest: boolean;
  readonly expect: DecisionKind | undefined;
  readonly format: DecisionFormat;
}

/** What `who-can` is called with. */
export interface WhoCanArguments extends QuestionArguments {
  readonly command: 'who-can';
  readonly query: string;
  /** Whether the question has to name an API, an action or a task. */
  readonly exact: boolean;
  /** Files, folders and globs; none: the roles of the configuration. */
  readonly paths: readonly string[];
  /** Whether what git ignores is left out. */
  readonly gitignore: boolean;
  readonly format: WhoCanFormat;
}

export function reportArguments(call: CallOf<'report'>, settings: Settings): ReportArguments {
  const { positionals, values } = call;
  return {
    command: 'report',
    ...questionArguments(call, settings),
    policies: positionals,
    role: values.role,
    format: values.format,
  };
}

/** @throws UsageError without a question. */
export function canArguments(call: CallOf<'can'>, settings: Settings): CanArguments {
  const { values } = call;
  const [query, ...policies] = call.positionals;
  if (query === undefined)
    throw new UsageError('ask a question, as in `iamscope can "tag images" policy.json`');
  return {
    command: 'can',
    ...questionArguments(call, settings),
    query,
    exact: values.exact === true,
    policies,
    role: values.role,
    explain: values.explain === true,
    suggest: values.suggest === true,
    expect: values.expect,
    format: values.format,
  };
}

/** @throws UsageError without a question. */
export function whoCanArguments(call: CallOf<'who-can'>, settings: Settings): WhoCanArguments {
  const { values } = call;
  const [query, ...paths] = call.positionals;
  if (query === undefined)
    throw new UsageError('ask a question, as in `iamscope who-can "tag images" policies/`');
  return {
    command: 'who-can',
    ...questionArguments(call, settings),
    query,
    exact: values.exact === true,
    paths,
    gitignore: values['no-gitignore'] !== true,
    format: values.format,
  };
}

export function questionArguments(
  call: CallOf<'report'> | CallOf<'can'> | CallOf<'who-can'> | CallOf<'explain'>,
  settings: Settings,
): QuestionArguments {
  const { values } = call;
  return {
    cloud: cloudOf(call, settings),
    scope: scopeOf(call, settings),
    service: values.service?.toLowerCase(),
    ignoreDependencies: values['ignore-dependencies'] === true,
    context: {
      pairs: values.context ?? [],
      absent: values.without ?? [],
      resources: values.resource ?? [],
      file: settings.contextFile,
    },
    stdinName: values['stdin-filename'] ?? unnamedStdin,
    config: settings.config,
    destination: destinationOf(call, settings),
  };
}
