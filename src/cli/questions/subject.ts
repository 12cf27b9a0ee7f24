import { findTask, similarTasks, taskKey } from '../../catalogue/find-task.ts';
import { nearestApis } from '../../catalogue/nearest-apis.ts';
import {
  type ApiQuestion,
  fitOf,
  looksLikeApi,
  matchTemplates,
  normalPath,
  readApiQuestion,
} from '../../catalogue/path-template.ts';
import { searchCatalogue } from '../../catalogue/search-catalogue.ts';
import type { WayOfCloud } from '../../decide/decide-task.ts';
import { type ActionFault, type ActionPattern, readAction } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import { firstFew } from '../../model/first-few.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Task } from '../../model/task.ts';
import type { UnderstoodAs } from '../../model/understood.ts';
import { patternsMeet } from '../../patterns/action-pattern.ts';
import { meantAction } from '../../rules/meant-action.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { type PlaceOfHost, placeOfHost } from './place-of-host.ts';

/** What a question is about, found in the catalogue. */
export type Subject =
  | { readonly kind: 'api'; readonly entries: readonly Entry[]; readonly cloud: CloudChoice }
  | {
      readonly kind: 'task';
      readonly task: Task;
      readonly entries: readonly Entry[];
      readonly cloud: CloudChoice;
    }
  | {
      readonly kind: 'meaning';
      readonly understoodAs: UnderstoodAs;
      /** Of every cloud asked about. */
      readonly ways: readonly WayOfCloud[];
      readonly cloud: CloudChoice;
    }
  | {
      readonly kind: 'action';
      readonly pattern: ActionPattern;
      /** More actions that are asked about: all of them are needed. */
      readonly also?: readonly ActionPattern[];
      readonly cloud: CloudChoice;
    };

/** What a question can name. */
export type NamedSubject = Exclude<Subject, { kind: 'meaning' }>;

export interface SubjectContext extends Pick<World, 'catalogue' | 'tasks' | 'language' | 'hosts'> {
  readonly cloud: CloudChoice;
  /** Only this service, if given. */
  readonly service: string | undefined;
}

/**
 * Finds what a question names: an API, an action or pattern, or a task; `undefined` for other words.
 * @throws UsageError naming the nearest known ones when there is no such API or action, and for what cannot be a question.
 */
export function findNamed(query: string, context: SubjectContext): NamedSubject | undefined {
  if (looksLikeApi(query)) return apiSubject(query, context);
  if (query.includes(':')) return actionSubject(query.trim(), context);
  return taskSubject(query, context);
}

/** As {@link findNamed}. @throws UsageError for other words too. */
export function findSubject(query: string, context: SubjectContext): NamedSubject {
  const named = findNamed(query, context);
  if (named === undefined) throw new UsageError(notNamed(query, context));
  return named;
}

function apiSubject(query: string, context: SubjectContext): NamedSubject {
  const { catalogue, cloud: asked, service: only } = context;
  const reading = readApiQuestion(query);
  if (!reading.ok) throw new UsageError(withoutMethod(query, catalogue));
  const { question } = reading;
  const place = placeOfHost(question, context);
  if (place.cloud && asked !== 'any' && place.cloud !== asked) {
    throw new UsageError(`the URL's host belongs to ${place.cloud}, but --cloud says ${asked}`);
  }
  if (place.service !== undefined && only !== undefined && place.service !== only) {
    throw new UsageError(`the URL's host belongs to ${place.service}, but --service says ${only}`);
  }
  const cloud = place.cloud ?? asked;
  const service = only ?? place.service;
  const entriesOf = (services: readonly string[]) =>
    services
      .flatMap((code) => catalogue.entries(code))
      .filter((entry) => cloudsOf(cloud).includes(entry.cloud));
  const here = service === undefined ? undefined : [service];
  const entries = matchTemplates(entriesOf(here ?? catalogue.servicesWithPath(question.path)), question);
  if (entries.length > 0) return { kind: 'api', entries, cloud };
  const hints = nearestApis(entriesOf(here ?? catalogue.covered()), question);
  throw new UsageError(
    `no API \`${question.method} ${question.path}\`${ofHost(place)} is in the catalogue${didYouMean(hints)}${elsewhere(question, place, context)}`,
  );
}

/** Whose APIs were looked through because the host of the URL says so. */
function ofHost({ cloud, service }: PlaceOfHost): string {
  return `${service === undefined ? '' : ` of \`${service}\``}${cloud === undefined ? '' : ` in ${cloud}`}`;
}

/** The services that have the path, as far as it is more than placeholders, where the host names another one. */
function elsewhere(
  { method, path }: ApiQuestion,
  { service }: PlaceOfHost,
  { catalogue, cloud }: SubjectContext,
): string {
  if (service === undefined) return '';
  const others = catalogue
    .servicesWithPath(path)
    .filter((code) => code !== service)
    .flatMap((code) => catalogue.entries(code))
    .filter((entry) => cloudsOf(cloud).includes(entry.cloud))
    .filter((entry) => fitOf(entry.path, path)?.includes(1) === true);
  const named = [...new Set(matchTemplates(others, { method, path }).map((entry) => entry.service))].sort();
  if (named.length === 0) return '';
  const { few, others: more } = firstFew(named.map(inBackticks));
  const list = `${few.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
  return `; the path belongs to ${list}, and the host to \`${service}\``;
}

function withoutMethod(query: string, catalogue: Catalogue): string {
  const [, path] = /^\s*(?:[a-z]+\s*)?(?:https?:\/\/[^/]*)?(\/\S*)/i.exec(query) ?? [];
  const methods =
    path === undefined
      ? []
      : catalogue
          .servicesWithPath(path)
          .flatMap((code) => catalogue.entries(code))
          .filter((entry) => fitOf(entry.path, normalPath(path)) !== undefined)
          .map((entry) => entry.method);
  const known = [...new Set(methods)].sort();
  const example = `\`${known[0] ?? 'GET'} ${path ?? '/v1/…'}\``;
  const hint = known.length === 0 ? '' : ` (documented for this path: ${known.join(', ')})`;
  return `\`${query.trim()}\` has no method: write it with one, as in ${example}${hint}`;
}

const actionFaults: Readonly<Record<ActionFault, string>> = {
  segments: 'an action has three segments, as in `ims:images:get`',
  'empty-segment': 'a segment is empty',
  'white-space': 'it contains white space',
  'partial-service-wildcard': 'the service is a code or `*`, not a part of one',
  'question-mark': '`?` is not a wildcard in these policies',
  character: 'it contains a character that no action has',
};

function actionSubject(text: string, { catalogue, cloud, service: only }: SubjectContext): NamedSubject {
  const reading = readAction(text);
  if (!reading.ok) {
    const meant = reading.fault === 'white-space' ? undefined : meantAction(text, catalogue);
    throw new UsageError(
      `${inBackticks(text)} is not an action or pattern: ${actionFaults[reading.fault]}${didYouMean(meant === undefined ? [] : [meant.text])}`,
    );
  }
  const { pattern } = reading;
  const [service] = pattern.segments;
  if (only !== undefined && service !== '*' && catalogue.serviceCode(service) !== only) {
    throw new UsageError(`\`${text}\` is an action of ${service}, but --service says ${only}`);
  }
  return { kind: 'action', pattern, cloud };
}

function taskSubject(query: string, context: SubjectContext): NamedSubject | undefined {
  const { catalogue, cloud } = context;
  const task = findTask(query, tasksOf(context));
  if (task === undefined) {
    const fault = faultOfQuestion(query.trim(), catalogue);
    if (fault !== undefined) throw new UsageError(fault);
    return undefined;
  }
  const entries = catalogue.entries(task.service).filter((entry) => cloudsOf(cloud).includes(entry.cloud));
  return { kind: 'task', task, entries, cloud };
}

function tasksOf({ tasks, service: only }: SubjectContext): Task[] {
  return tasks().filter(({ service }) => only === undefined || service === only);
}

/** Why a text cannot be a question, if so. */
function faultOfQuestion(text: string, catalogue: Catalogue): string | undefined {
  if (text === '') return 'the question is empty: name a task, an API or an action, as in `ims:images:get`';
  if (/\.(?:json|ya?ml)$/iu.test(text))
    return `${inBackticks(text)} looks like a file: the question comes first, as in \`iamscope can "tag images" policy.json\``;
  if (catalogue.covers(text.toLowerCase()))
    return `${inBackticks(text)} is a service: ask for its actions, as in \`${text.toLowerCase()}:*:*\``;
  return undefined;
}

/** Why a text names nothing known, and what to write instead: a similar task, or what a search of its words finds. */
export function notNamed(query: string, context: SubjectContext): string {
  const text = query.trim();
  const hints = text === '*' ? ['*:*:*'] : similarTasks(text, tasksOf(context)).map(({ name }) => name);
  const { isFound, search } = searchHint(text, context);
  const didNot = `${inBackticks(text)} is not a known task, API or action`;
  if (hints.length === 0) return `${didNot}; ${search}`;
  return `${didNot}${didYouMean(hints)}${isFound ? ` ${search}` : ''}`;
}

/** Where to look for a text that names nothing known. */
export function searchHint(
  text: string,
  { catalogue, cloud, service }: SubjectContext,
): { readonly isFound: boolean; readonly search: string } {
  const words = taskKey(text);
  const scope = { clouds: cloudsOf(cloud), service };
  const found = words === '' ? { entries: [], actions: [] } : searchCatalogue(catalogue, words, scope);
  const isFound = found.entries.length + found.actions.length > 0;
  return {
    isFound,
    search: `\`iamscope catalogue search ${isFound ? words : '<words>'}\` finds APIs and actions`,
  };
}

function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : `; did you mean ${names.map((name) => `\`${name}\``).join(', or ')}?`;
}

/** The APIs that document an action, or an action of a pattern, as a dependency. */
export function entriesDependingOn(pattern: ActionPattern, entries: readonly Entry[]): Entry[] {
  return entries.filter(({ dependencies }) =>
    (dependencies ?? []).some(({ action }) => meets(pattern, action)),
  );
}

/** Whether a pattern has an action in common with an action or pattern of the catalogue. */
export function meets(pattern: ActionPattern, text: string): boolean {
  const reading = readAction(text);
  return reading.ok && patternsMeet(pattern, reading.pattern);
}
