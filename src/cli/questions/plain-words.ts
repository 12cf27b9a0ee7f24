import type { WayOfCloud, waysOfTask } from '../../decide/decide-task.ts';
import { schemaVersion } from '../../model/answer.ts';
import { cloudsOf } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { isApiStep, type Task } from '../../model/task.ts';
import type { Choice, ChoicesAnswer, UnderstoodAs } from '../../model/understood.ts';
import { thingInWords, verbInWords } from '../../questions/in-words.ts';
import { openLexicon } from '../../questions/lexicon.ts';
import { isSameTarget, openMeanings, type Target } from '../../questions/meaning-table.ts';
import {
  type Outcome,
  type Understanding,
  type Understood,
  type UnderstoodPart,
  understand,
} from '../../questions/understand.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { type Subject, type SubjectContext, searchHint } from './subject.ts';

// A library file, loaded for questions that name nothing: with all that understands plain words.

/** What questions in plain words are looked up in. */
export type PlainContext = SubjectContext & Pick<World, 'questions'>;

/** A question in plain words, and how it is asked. */
interface PlainQuestion extends SubjectContext, Pick<World, 'questions'> {
  readonly command: string;
  /** From the program's core: what decides is there once. */
  readonly waysOfTask: typeof waysOfTask;
  /** The arguments after the question. */
  readonly others: readonly string[];
}

/** With more ways than this a question is too wide to be answered as one. */
const mostWays = 200;

/** What a question means. @throws UsageError with what it may mean, where that is not one thing. */
export function meaningOf(text: string, context: PlainQuestion): Subject {
  const understanding = understandingOf(context);
  const outcome = understand(text, understanding);
  if (outcome.kind === 'choices') throw unanswered(text, outcome, understanding, context);
  const parts = outcome.parts.map((part) => waysOfPart(part, context));
  const ways = waysOfAll(parts);
  if (ways === undefined) {
    const choices = outcome.parts;
    throw unanswered(
      text,
      { kind: 'choices', choices, unknown: [], negated: undefined },
      understanding,
      context,
    );
  }
  const [first, ...more] = outcome.parts.map((part) => inWords(part, understanding, context));
  if (first === undefined) throw new Error('a question that is understood has a part');
  const { corrected } = outcome;
  return {
    kind: 'meaning',
    understoodAs: {
      ...first,
      ...(corrected.length === 0 ? {} : { corrected }),
      ...(more.length === 0 ? {} : { and: more }),
    },
    ways,
    cloud: context.cloud,
  };
}

/** Whether a text is a question that would be answered. */
export function isUnderstood(text: string, context: PlainContext): boolean {
  return understand(text, understandingOf(context)).kind === 'understood';
}

function understandingOf({ questions, cloud, service }: PlainContext): Understanding {
  const { lexicon, meanings } = questions();
  return {
    lexicon: openLexicon(lexicon),
    meanings: openMeanings(meanings, { clouds: cloudsOf(cloud), service }),
  };
}

function entryOf(service: string, place: number, { catalogue }: SubjectContext): Entry {
  const entry = catalogue.entries(service)[place];
  if (entry === undefined) throw new Error(`questions.json does not belong to ${service}.json`);
  return entry;
}

function taskOf(id: string, { tasks }: SubjectContext): Task {
  const task = tasks().find((one) => one.id === id);
  if (task === undefined) throw new Error(`questions.json does not belong to tasks.json: ${id}`);
  return task;
}

/** Whatever has the meaning is enough. */
function waysOfPart({ service, targets }: Understood, context: PlainQuestion): WayOfCloud[] {
  const { catalogue, cloud } = context;
  return targets.flatMap((target): WayOfCloud[] => {
    if (typeof target === 'string') return [{ actions: [target] }];
    if (typeof target === 'number') {
      const entry = entryOf(service, target, context);
      return [{ cloud: entry.cloud, steps: [[entry]] }];
    }
    const task = taskOf(target.task, context);
    const entries = catalogue.entries(task.service).filter((entry) => cloudsOf(cloud).includes(entry.cloud));
    return context.waysOfTask(task, entries);
  });
}

/** A way of each part, all needed; `undefined` where they do not go together. */
function waysOfAll(parts: readonly (readonly WayOfCloud[])[]): WayOfCloud[] | undefined {
  const [first = [], ...rest] = parts;
  let ways: readonly WayOfCloud[] = first;
  for (const part of rest) {
    ways = ways.flatMap((one) => part.flatMap((other) => together(one, other) ?? []));
    if (ways.length > mostWays) return undefined;
  }
  return ways.length === 0 ? undefined : [...ways];
}

function together(one: WayOfCloud, other: WayOfCloud): WayOfCloud | undefined {
  if ('actions' in one)
    return 'actions' in other ? { actions: [...one.actions, ...other.actions] } : undefined;
  if ('actions' in other || one.cloud !== other.cloud) return undefined;
  return { cloud: one.cloud, steps: [...one.steps, ...other.steps] };
}

function inWords(part: UnderstoodPart, { lexicon }: Understanding, context: SubjectContext): UnderstoodAs {
  const { service, verb, things, targets, alsoIn } = part;
  return {
    verb: verbInWords(verb, lexicon),
    things: things.map((thing) => thingInWords(thing, lexicon)),
    service,
    apis: apisOf(service, targets, context),
    ...(alsoIn.length === 0 ? {} : { alsoIn }),
  };
}

/** `METHOD path` of every API, each once; the action where no API is known. */
function apisOf(service: string, targets: readonly Target[], context: SubjectContext): string[] {
  const named = targets.flatMap((target) => {
    if (typeof target === 'string') return [target];
    if (typeof target === 'number') {
      const { method, path } = entryOf(service, target, context);
      return [`${method} ${path}`];
    }
    return taskOf(target.task, context)
      .ways.flat()
      .map((step) => (isApiStep(step) ? `${step.method} ${step.path}` : step.action));
  });
  return [...new Set(named)];
}

/** Says what a question may mean, or why nothing is offered. */
function unanswered(
  text: string,
  { choices, unknown, negated }: Extract<Outcome, { kind: 'choices' }>,
  understanding: Understanding,
  context: PlainQuestion,
): UsageError {
  const offered = choices.map((choice) => choiceOf(choice, understanding, context));
  const json: ChoicesAnswer = { schemaVersion, query: { text }, choices: offered };
  const asked = inBackticks(text.trim());
  if (negated !== undefined)
    return new UsageError(
      `${asked} is not answered because of ${inBackticks(negated)}: ask what can be done, in words without it`,
      { json },
    );
  const { search } = searchHint(text, context);
  const words = unknown.length === 0 ? '' : ` (not understood: ${unknown.map(inBackticks).join(', ')})`;
  if (offered.length === 0)
    return new UsageError(`${asked} is not a known task, API or action${words}; ${search}`, { json });
  return new UsageError(`${asked} is not a known task, API or action${words}; it may mean:`, {
    json,
    lines: [
      ...offered.map(
        ({ query }) =>
          `iamscope ${[context.command, quoted(query), ...context.others.map(argument)].join(' ')}`,
      ),
      search,
    ],
  });
}

/** A question in words that means just this, else one of its APIs or actions. */
function choiceOf(
  { service, verb, things, targets }: Understood,
  understanding: Understanding,
  context: SubjectContext,
): Choice {
  const { lexicon } = understanding;
  const apis = apisOf(service, targets, context);
  const [head = '', ...others] = things.map((thing) => thingInWords(thing, lexicon));
  const wish = verb === 'get' ? 'show details of' : verbInWords(verb, lexicon);
  const query = `${[[wish, head].join(' '), ...others].join(' of ')} in ${service}`;
  const outcome = understand(query, understanding);
  const [part, ...more] = outcome.kind === 'understood' ? outcome.parts : [];
  const isSame =
    part?.service === service &&
    more.length === 0 &&
    targets.every((target) => part.targets.some((other) => isSameTarget(other, target)));
  return isSame
    ? { query, service, apis: apisOf(service, part.targets, context) }
    : { query: apis[0] ?? '', service, apis: apis.slice(0, 1) };
}

function quoted(text: string): string {
  return `"${text.replace(/["$\\`]/gu, '\\$&')}"`;
}

function argument(text: string): string {
  return /^[\w./:@%+=,-]+$/u.test(text) ? text : quoted(text);
}
