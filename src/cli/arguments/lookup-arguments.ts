import type { CloudChoice } from '../../model/cloud.ts';
import type { LookupFormat } from '../../model/formats.ts';
import { nearest } from '../../model/nearest.ts';
import type { Destination } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { cloudOf, destinationOf } from './common-arguments.ts';
import type { CallOf } from './parse-arguments.ts';
import { type QuestionArguments, questionArguments } from './question-arguments.ts';
import type { Settings } from './read-settings.ts';

/** What the commands that look things up have in common. */
export interface LookupArguments {
  readonly cloud: CloudChoice;
  /** A service code or alias, in lower case, that nobody has looked up yet. */
  readonly service: string | undefined;
  readonly format: LookupFormat;
  readonly destination: Destination;
}

/** What `explain` is called with. */
export interface ExplainArguments extends LookupArguments, QuestionArguments {
  readonly command: 'explain';
  /**
   * A rule, an action, an API, a task, a service, a system policy, or what a cloud printed; `-`: standard input;
   * `undefined`: the list of all rules.
   */
  readonly subject: string | undefined;
  /** Policies, or a role of the configuration, that a refusal is explained by. */
  readonly policies: readonly string[];
  readonly role: string | undefined;
  /** Whether the subject has to name something. */
  readonly exact: boolean;
}

/** @throws UsageError unless there is one subject. */
export function explainArguments(call: CallOf<'explain'>, settings: Settings): ExplainArguments {
  const [subject, ...more] = call.positionals;
  const isList = call.values.list === true;
  if (!isList && (subject === undefined || more.length > 0)) {
    throw new UsageError(
      'name one rule, action, API or system policy, as in `iamscope explain "PUT /v1/cloudimages/tags"`, or give what a cloud printed, in quotes or with `-` on standard input; `--list` lists the rules',
    );
  }
  const policies = call.values.policy ?? [];
  const { role } = call.values;
  const common = { ...questionArguments(call, settings), ...lookupArguments(call, settings) };
  return {
    ...common,
    command: 'explain',
    destination: { ...common.destination, sources: [...common.destination.sources, ...policies] },
    subject: isList ? undefined : subject,
    policies,
    role,
    exact: call.values.exact === true,
  };
}

const verbs = ['list', 'stats', 'search', 'show', 'dump', 'conflicts', 'build'] as const;

/** What `catalogue` is called to do. */
export type CatalogueTask =
  | { readonly verb: 'list' | 'stats' | 'dump' | 'conflicts' }
  | { readonly verb: 'search'; readonly words: string }
  /** An API, an action or a task. */
  | { readonly verb: 'show'; readonly subject: string }
  | BuildTask;

export interface BuildTask {
  readonly verb: 'build';
  /** Folder with the documentation pages. */
  readonly docs: string;
  /** Folder of the catalogue files. */
  readonly into: string;
  /** Nothing is written. */
  readonly check: boolean;
}

/** What `catalogue` is called with. */
export interface CatalogueArguments extends LookupArguments {
  readonly command: 'catalogue';
  readonly task: CatalogueTask;
}

/** @throws UsageError for what the catalogue cannot do. */
export function catalogueArguments(call: CallOf<'catalogue'>): CatalogueArguments {
  return { command: 'catalogue', ...lookupArguments(call, {}), task: catalogueTask(call) };
}

function catalogueTask({ positionals, values }: CallOf<'catalogue'>): CatalogueTask {
  const [name, ...subject] = positionals;
  const verb = verbs.find((known) => known === name);
  if (verb === undefined) throw new UsageError(unknownVerb(name));
  if (verb !== 'show' && verb !== 'search' && subject.length > 0)
    throw new UsageError(`\`iamscope catalogue ${verb}\` takes no further argument (\`${subject[0]}\`)`);
  switch (verb) {
    case 'search':
      return { verb, words: searchWords(subject) };
    case 'show':
      return { verb, subject: shownSubject(subject) };
    case 'build':
      if (values.docs === undefined)
        throw new UsageError('name the folder with the documentation pages: `--docs DIR`');
      return { verb, docs: values.docs, into: values.into.replace(/\/+$/, ''), check: values.check === true };
    case 'list':
    case 'stats':
    case 'dump':
    case 'conflicts':
      return { verb };
  }
}

function unknownVerb(name: string | undefined): string {
  const near = name === undefined ? undefined : nearest(name, verbs, { max: 2 });
  const hint = near === undefined ? `choose from ${verbs.join(', ')}` : `did you mean \`${near}\`?`;
  const what =
    name === undefined ? 'say what to do with the catalogue' : `\`iamscope catalogue\` has no \`${name}\``;
  return `${what}; ${hint}`;
}

function searchWords(words: readonly string[]): string {
  const text = words.join(' ').trim();
  if (text === '')
    throw new UsageError('say what to search for, as in `iamscope catalogue search tag image`');
  return text;
}

function shownSubject([subject, ...more]: readonly string[]): string {
  if (subject !== undefined && more.length === 0) return subject;
  throw new UsageError('name one API or action, as in `iamscope catalogue show "PUT /v1/cloudimages/tags"`');
}

function lookupArguments(call: CallOf<'explain'> | CallOf<'catalogue'>, settings: Settings): LookupArguments {
  return {
    cloud: cloudOf(call, settings),
    service: call.values.service?.toLowerCase(),
    format: call.values.format,
    destination: destinationOf(call, settings),
  };
}
