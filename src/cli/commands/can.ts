import { deciderFor } from '../../decide/decide-over-places.ts';
import { type CanAnswer, schemaVersion } from '../../model/answer.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { DecisionFormat } from '../../model/formats.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderCan } from '../../reporters/decision-can.ts';
import { renderCanTable } from '../../reporters/decision-tables.ts';
import { requestContext } from '../arguments/context.ts';
import type { CanArguments } from '../arguments/question-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { answerQuestion, inCloud } from '../questions/answer-question.ts';
import { readAsked, sayNotes, subjectAsked } from '../questions/asked.ts';
import { decisionOptions } from '../questions/decider.ts';
import { suggestionFor, traceOf } from '../questions/elaborate.ts';
import { holderOf, readGrants } from '../questions/read-grants.ts';
import { openWorld } from '../world.ts';

const exitCodeOf: Readonly<Record<DecisionKind, ExitCode>> = {
  allowed: exitCodes.ok,
  'not-allowed': exitCodes.findings,
  denied: exitCodes.findings,
  conditional: exitCodes.conditional,
  ungoverned: exitCodes.conditional,
};

/** `iamscope can <query> <policies..>`: one question to policies granted together; the answer is also the exit code. */
export async function can(call: CanArguments, io: Io): Promise<ExitCode> {
  const { policies, explain, suggest, format, destination } = call;
  const world = openWorld(io);
  const read = await readAsked(call.query, policies, world, io);
  const about = await subjectAsked(read, { ...call, others: policies }, world);
  const { subject, query } = about;
  sayNotes(about, format, io);
  const granted = await readGrants(call, { ...call, cloud: subject.cloud }, io);
  const { cloud = subject.cloud } = granted;
  const asked = inCloud(subject, cloud);
  const options = decisionOptions({ ...call, cloud, context: requestContext(call.context, io) }, world);
  const answer: CanAnswer = {
    schemaVersion,
    query,
    ...holderOf(granted),
    cloud,
    scope: call.scope,
    ...answerQuestion(asked, granted, deciderFor(granted.grants, options), world),
    ...(explain ? { trace: traceOf(asked, granted, options) } : {}),
    ...(suggest ? { suggestion: suggestionFor([asked], granted, options, world) } : {}),
  };
  deliver(render(answer, format, await coloursOf(destination, io)), destination, io);
  return exitCode(answer, call.expect, io);
}

function render(answer: CanAnswer, format: DecisionFormat, colours: Colours): string {
  switch (format) {
    case 'pretty':
    case 'compact':
    case 'json':
      return renderCan(answer, format, colours);
    case 'csv':
    case 'markdown':
      return renderCanTable(answer, format);
  }
}

function exitCode({ decision }: CanAnswer, expected: DecisionKind | undefined, io: Io): ExitCode {
  if (expected === undefined) return exitCodeOf[decision];
  if (expected === decision) return exitCodes.ok;
  io.err(`iamscope: expected ${expected}, but the answer is ${decision}\n`);
  return exitCodes.findings;
}
