import { allNeeded, combineAlternatives } from '../../decide/combine.ts';
import type { ApiDecision, Decider } from '../../decide/decide-api.ts';
import { decideWays, waysOfTask } from '../../decide/decide-task.ts';
import type { AnswerQuery, QueryAnswer } from '../../model/answer.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { ActionDecision, DecisionKind } from '../../model/decision.ts';
import type { Entry } from '../../model/entry.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { serviceChoice } from '../arguments/choices.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { answerMaker } from './answers.ts';
import type { GrantSet } from './read-grants.ts';
import { findNamed, notNamed, type Subject, type SubjectContext } from './subject.ts';
import { waysOf } from './ways.ts';

/** A question as a call asks it. */
export interface Question {
  readonly query: string;
  /** The command that asks it. */
  readonly command: string;
  /** Whether it has to name an API, an action or a task. */
  readonly exact: boolean;
  /** The arguments after it, which may be the rest of a question without quotes. */
  readonly others: readonly string[];
  readonly cloud: CloudChoice;
  /** A service code or alias, if only that one is asked about. */
  readonly service: string | undefined;
}

/**
 * What a query asks about: something that it names, else what it means in plain words.
 * @throws UsageError naming what is near, or what it may mean, when it is answered by nothing.
 */
export async function subjectOf(question: Question, world: World): Promise<Subject> {
  const { query, others, cloud, service, exact } = question;
  const context = { ...world, cloud, service: serviceChoice(service, world.catalogue) };
  try {
    const named = findNamed(query, context);
    if (named !== undefined) return named;
    if (exact || !/\p{L}/u.test(query)) throw new UsageError(notNamed(query, context));
    return (await plainWords()).meaningOf(query, { ...context, ...question, waysOfTask });
  } catch (error) {
    if (!isUsageError(error)) throw error;
    const whole = await unquoted([query, ...others], exact, context);
    throw whole === undefined ? error : new UsageError(`put the question in quotes: \`"${whole}"\``);
  }
}

/** Most questions name something: the rest of the program does without this. */
function plainWords(): Promise<typeof import('./plain-words.ts')> {
  return import('./plain-words.ts');
}

/** The question that the first few arguments are when put together, as where the quotes around it are missing. */
async function unquoted(
  words: readonly string[],
  exact: boolean,
  context: SubjectContext & Pick<World, 'questions'>,
): Promise<string | undefined> {
  for (let count = 2; count <= Math.min(words.length, 6); count++) {
    const whole = words.slice(0, count).join(' ');
    try {
      if (findNamed(whole, context) !== undefined) return whole;
      if (!exact && (await plainWords()).isUnderstood(whole, context)) return whole;
    } catch (error) {
      if (!isUsageError(error)) throw error;
    }
  }
  return undefined;
}

/** The same question about one cloud only, as far as what it asks about is there. */
export function inCloud(subject: Subject, cloud: CloudChoice): Subject {
  if (subject.kind === 'action') return { ...subject, cloud };
  if (subject.kind === 'meaning') {
    const ways = subject.ways.filter((way) => !('cloud' in way) || cloudsOf(cloud).includes(way.cloud));
    return ways.length === 0 ? subject : { ...subject, ways, cloud };
  }
  const entries = subject.entries.filter((entry) => cloudsOf(cloud).includes(entry.cloud));
  return entries.length === 0 ? subject : { ...subject, entries, cloud };
}

/** How an answer says what was asked. */
export function askedOf({ query }: Pick<Question, 'query'>, subject: Subject): AnswerQuery {
  return subject.kind === 'meaning'
    ? { text: query, kind: subject.kind, understoodAs: subject.understoodAs }
    : { text: query, kind: subject.kind };
}

/** What is decided of a question, in APIs or in actions. */
export interface DecidedQuestion {
  readonly decision: DecisionKind;
  /** For a task or a meaning: each way as indexes into `apis`, or where there are none into `actions`. */
  readonly ways?: readonly (readonly number[])[];
  readonly apis: readonly ApiDecision[];
  readonly actions: readonly ActionDecision[];
}

/** Decides a question. @throws UsageError where the clouds asked about have no API for it */
export function decideQuestion(subject: Subject, decider: Decider, world: World): DecidedQuestion {
  switch (subject.kind) {
    case 'api': {
      const apis = subject.entries.map((entry) => decider.api(entry));
      return { decision: combineAlternatives(apis.map(({ decision }) => decision)), apis, actions: [] };
    }
    case 'task':
    case 'meaning': {
      const needing = (action: string) => entriesNeeding(action, subject.cloud, world);
      const decided = decideWays(waysOf(subject), decider, needing);
      if (decided === undefined)
        throw new UsageError(`no API for ${nameOf(subject)} is documented in ${subject.cloud}`);
      return decided;
    }
    case 'action': {
      const actions = [subject.pattern, ...(subject.also ?? [])].map((pattern) =>
        decider.action(pattern.text, () => entriesOf({ ...subject, pattern }, world)),
      );
      return { decision: allNeeded(actions.map(({ decision }) => decision)), apis: [], actions };
    }
  }
}

/** The answer that a set of grants gives to a question. */
export function answerQuestion(
  subject: Subject,
  granted: Pick<GrantSet, 'files'>,
  decider: Decider,
  world: World,
): QueryAnswer {
  return answerOf(decideQuestion(subject, decider, world), granted);
}

/** What is decided as an answer, with the places of statements. */
export function answerOf(
  { decision, ways, apis, actions }: DecidedQuestion,
  { files }: Pick<GrantSet, 'files'>,
): QueryAnswer {
  const answers = answerMaker(files);
  const head = { decision, ...(ways === undefined ? {} : { ways }) };
  return apis.length > 0
    ? { ...head, apis: apis.map(answers.row) }
    : { ...head, actions: actions.map(answers.action) };
}

function nameOf(subject: Extract<Subject, { kind: 'task' | 'meaning' }>): string {
  return subject.kind === 'task' ? inBackticks(subject.task.name) : 'it';
}

/** The APIs of any service that need the action, or an action of the pattern, that is asked about. */
export function entriesOf({ pattern, cloud }: Extract<Subject, { kind: 'action' }>, world: World): Entry[] {
  return entriesNeeding(pattern.text, cloud, world);
}

/** The APIs of any service that need an action, or an action of a pattern. */
export function entriesNeeding(action: string, cloud: CloudChoice, { catalogue }: World): Entry[] {
  return catalogue
    .entriesNeeding(action, catalogue.covered())
    .filter((entry) => cloudsOf(cloud).includes(entry.cloud));
}
