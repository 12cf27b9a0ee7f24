import { subjectOf } from '../../src/cli/questions/answer-question.ts';
import type { Subject } from '../../src/cli/questions/subject.ts';
import { waysOf } from '../../src/cli/questions/ways.ts';
import { isUsageError } from '../../src/cli/usage-error.ts';
import { openWorld, type World } from '../../src/cli/world.ts';
import { namesOf } from '../../src/model/claim.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { ChoicesAnswer, UnderstoodAs } from '../../src/model/understood.ts';
import { fakeIo } from './fake-io.ts';

/** What a question leads to: an API with its own actions, or an action. */
export interface AnsweredRow {
  /** `METHOD path`, or the action. */
  readonly api: string;
  readonly actions: readonly string[];
}

/** What became of a question. */
export type Asked =
  | {
      readonly kind: Subject['kind'];
      readonly rows: readonly AnsweredRow[];
      readonly understoodAs: UnderstoodAs | undefined;
    }
  | { readonly kind: 'refused'; readonly message: string; readonly choices: ChoicesAnswer['choices'] };

const world: () => World = (() => {
  let opened: World | undefined;
  return () => {
    if (opened !== undefined) return opened;
    const real = openWorld(fakeIo({}));
    const questions = real.questions();
    const tasks = real.tasks();
    opened = { ...real, questions: () => questions, tasks: () => tasks };
    return opened;
  };
})();

/** Puts a question as the commands do. */
export async function ask(query: string, cloud: CloudChoice = 'any', exact = false): Promise<Asked> {
  try {
    const subject = await subjectOf(
      { command: 'can', query, others: [], cloud, service: undefined, exact },
      world(),
    );
    return {
      kind: subject.kind,
      rows: rowsOf(subject),
      understoodAs: subject.kind === 'meaning' ? subject.understoodAs : undefined,
    };
  } catch (error) {
    if (!isUsageError(error)) throw error;
    const { choices = [] } = (error.json ?? {}) as Partial<ChoicesAnswer>;
    return { kind: 'refused', message: error.message, choices };
  }
}

function rowsOf(subject: Subject): AnsweredRow[] {
  switch (subject.kind) {
    case 'action':
      return [{ api: subject.pattern.text, actions: [subject.pattern.text] }];
    case 'api':
      return subject.entries.map(rowOf);
    case 'task':
    case 'meaning':
      return waysOf(subject).flatMap((way) =>
        'actions' in way
          ? way.actions.map((action) => ({ api: action, actions: [action] }))
          : way.steps.flat().map(rowOf),
      );
  }
}

function rowOf({ method, path, actions }: Entry): AnsweredRow {
  return { api: `${method} ${path}`, actions: actions.flatMap(namesOf) };
}
