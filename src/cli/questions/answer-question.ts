import { allNeeded, combineAlternatives } from '../../decide/combine.ts';
import type { Decider } from '../../decide/decide-api.ts';
import { decideTask } from '../../decide/decide-task.ts';
import type { QueryAnswer } from '../../model/answer.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import { serviceChoice } from '../arguments/choices.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { answerMaker } from './answers.ts';
import type { GrantSet } from './read-grants.ts';
import { findSubject, type Subject, type SubjectContext } from './subject.ts';

/** A question as a call asks it. */
export interface Question {
  readonly query: string;
  /** The arguments after it, which may be the rest of a question without quotes. */
  readonly others: readonly string[];
  readonly cloud: CloudChoice;
  /** A service code or alias, if only that one is asked about. */
  readonly service: string | undefined;
}

/** What a query asks about. @throws UsageError naming the nearest known things when there is no such thing. */
export function subjectOf({ query, others, cloud, service }: Question, world: World): Subject {
  const context = { ...world, cloud, service: serviceChoice(service, world.catalogue) };
  try {
    return findSubject(query, context);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    const whole = unquoted([query, ...others], context);
    throw whole === undefined ? error : new UsageError(`put the question in quotes: \`"${whole}"\``);
  }
}

/** The same question about one cloud only, as far as what it asks about is there. */
export function inCloud(subject: Subject, cloud: CloudChoice): Subject {
  if (subject.kind === 'action') return { ...subject, cloud };
  const entries = subject.entries.filter((entry) => cloudsOf(cloud).includes(entry.cloud));
  return entries.length === 0 ? subject : { ...subject, entries, cloud };
}

/** The question that the first few arguments are when put together, as where the quotes around it are missing. */
function unquoted(words: readonly string[], context: SubjectContext): string | undefined {
  for (let count = 2; count <= Math.min(words.length, 6); count++) {
    const whole = words.slice(0, count).join(' ');
    try {
      findSubject(whole, context);
      return whole;
    } catch (error) {
      if (!isUsageError(error)) throw error;
    }
  }
  return undefined;
}

/** The answer that a set of grants gives to a question. */
export function answerQuestion(
  subject: Subject,
  { files }: Pick<GrantSet, 'files'>,
  decider: Decider,
  world: World,
): QueryAnswer {
  const answers = answerMaker(files);
  switch (subject.kind) {
    case 'api': {
      const apis = subject.entries.map((entry) => decider.api(entry));
      return {
        decision: combineAlternatives(apis.map(({ decision }) => decision)),
        apis: apis.map(answers.row),
      };
    }
    case 'task': {
      const decided = decideTask(subject.task, subject.entries, decider);
      if (decided === undefined)
        throw new UsageError(`no API for \`${subject.task.name}\` is documented in ${subject.cloud}`);
      return { decision: decided.decision, ways: decided.ways, apis: decided.apis.map(answers.row) };
    }
    case 'action': {
      const decided = [subject.pattern, ...(subject.also ?? [])].map((pattern) =>
        decider.action(pattern.text, () => entriesOf({ ...subject, pattern }, world)),
      );
      return {
        decision: allNeeded(decided.map(({ decision }) => decision)),
        actions: decided.map(answers.action),
      };
    }
  }
}

/** The APIs of any service that need an action, or an action of a pattern. */
export function entriesOf(
  { pattern, cloud }: Pick<Extract<Subject, { kind: 'action' }>, 'pattern' | 'cloud'>,
  { catalogue }: World,
): Entry[] {
  return catalogue
    .entriesNeeding(pattern.text, catalogue.covered())
    .filter((entry) => cloudsOf(cloud).includes(entry.cloud));
}
