import { deciderFor } from '../../decide/decide-over-places.ts';
import { type CanAnswer, schemaVersion } from '../../model/answer.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderCan } from '../../reporters/decision-can.ts';
import { renderCanTable } from '../../reporters/decision-tables.ts';
import { grantScope, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { answerQuestion, subjectOf } from '../questions/answer-question.ts';
import { decisionOptions } from '../questions/decider.ts';
import { suggestionFor, traceOf } from '../questions/elaborate.ts';
import { holderOf, readGrants } from '../questions/read-grants.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

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
  const subject = subjectOf(query, call, world);
  const granted = await readGrants(paths, call, io, subject.cloud);
  const options = decisionOptions(call, io, world);
  const answer: CanAnswer = {
    schemaVersion,
    query: { text: query, kind: subject.kind },
    ...holderOf(granted),
    cloud: subject.cloud,
    scope: grantScope(call),
    ...answerQuestion(subject, granted, deciderFor(granted.grants, options), world),
    ...(call.values.explain === true ? { trace: traceOf(subject, granted, options) } : {}),
    ...(call.values.suggest === true ? { suggestion: suggestionFor(subject, granted, options, world) } : {}),
  };
  deliver(render(answer, textOption(call, 'format'), await coloursOf(call, io)), call, io);
  return exitCode(answer, textOption(call, 'expect'), io);
}

function render(answer: CanAnswer, format: string | undefined, colours: Colours): string {
  if (format !== 'csv' && format !== 'markdown') return renderCan(answer, format ?? 'pretty', colours);
  return renderCanTable(answer, format);
}

function exitCode({ decision }: CanAnswer, expected: string | undefined, io: Io): ExitCode {
  if (expected === undefined) return exitCodeOf[decision];
  if (expected === decision) return exitCodes.ok;
  io.err(`iamscope: expected ${expected}, but the answer is ${decision}\n`);
  return exitCodes.findings;
}
