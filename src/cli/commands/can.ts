import { actionInScope } from '../../decide/action-in-scope.ts';
import { combineAlternatives } from '../../decide/combine.ts';
import type { Decider } from '../../decide/decide-api.ts';
import { decideTask } from '../../decide/decide-task.ts';
import { type CanAnswer, schemaVersion } from '../../model/answer.ts';
import type { DecisionKind } from '../../model/decision.ts';
import { renderCan } from '../../reporters/decision-can.ts';
import { type AnswerMaker, answerMaker } from '../answers.ts';
import { cloudChoice, cloudsOf, grantScope, serviceOption, textOption } from '../choices.ts';
import { deciderFor } from '../decider.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import type { Call } from '../parse-arguments.ts';
import { readPolicies } from '../read-policies.ts';
import { entriesNeeding, findSubject, type Subject } from '../subject.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

const exitCodeOf: Readonly<Record<DecisionKind, ExitCode>> = {
  allowed: exitCodes.ok,
  'not-allowed': exitCodes.findings,
  denied: exitCodes.findings,
  conditional: exitCodes.conditional,
  ungoverned: exitCodes.conditional,
};

/** `iamscope can <query> <policies..>`: one question to policies granted together; the answer is also the exit code. */
export async function can(call: Call, io: Io): Promise<ExitCode> {
  const [query, ...paths] = call.positionals;
  if (query === undefined)
    throw new UsageError('ask a question, as in `iamscope can "tag images" policy.json`');
  const world = openWorld(io);
  const subject = findSubject(query, {
    ...world,
    cloud: cloudChoice(call),
    service: serviceOption(call, world.catalogue),
  });
  const { files, policies } = readPolicies(paths, textOption(call, 'stdin-filename'), io);
  const head = {
    schemaVersion,
    policies: files.map(({ file }) => file),
    cloud: subject.cloud,
    scope: grantScope(call),
  } as const;
  const decider = deciderFor(policies, call, world.catalogue);
  const answer = { ...head, ...answerTo(query, subject, decider, answerMaker(files), call, world) };
  deliver(renderCan(answer, textOption(call, 'format') ?? 'pretty', await coloursOf(call, io)), call, io);
  return exitCodeOf[answer.decision];
}

type Body<T> = T extends unknown ? Omit<T, 'schemaVersion' | 'policies' | 'cloud' | 'scope'> : never;

function answerTo(
  text: string,
  subject: Subject,
  decider: Decider,
  answers: AnswerMaker,
  call: Call,
  { catalogue }: World,
): Body<CanAnswer> {
  switch (subject.kind) {
    case 'api': {
      const apis = subject.entries.map((entry) => decider.api(entry));
      return {
        query: { text, kind: 'api' },
        decision: combineAlternatives(apis.map(({ decision }) => decision)),
        apis: apis.map(answers.row),
      };
    }
    case 'task': {
      const decided = decideTask(subject.task, subject.entries, decider);
      if (decided === undefined)
        throw new UsageError(`no API for \`${subject.task.name}\` is documented in ${subject.cloud}`);
      return {
        query: { text, kind: 'task' },
        decision: decided.decision,
        ways: decided.ways,
        apis: decided.apis.map(answers.row),
      };
    }
    case 'action': {
      const [service] = subject.pattern.segments;
      const services = service === '*' ? catalogue.covered() : subject.covered ? [service] : [];
      const entries = services
        .flatMap((code) => catalogue.entries(code))
        .filter((entry) => cloudsOf(subject.cloud).includes(entry.cloud));
      const needing = entriesNeeding(subject.pattern, entries);
      const decided = actionInScope(decider.action(subject.pattern.text), needing, grantScope(call));
      return {
        query: { text, kind: 'action' },
        decision: decided.decision,
        actions: [answers.action(decided)],
      };
    }
  }
}
