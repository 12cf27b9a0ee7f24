import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { type HolderAnswer, schemaVersion, type WhoCanHead } from '../../model/answer.ts';
import type { DecisionKind } from '../../model/decision.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { pointerOf } from '../../policy/region-of.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderWhoCanTable } from '../../reporters/decision-tables.ts';
import { renderWhoCan } from '../../reporters/decision-who-can.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { cloudsOf, grantScope, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { fileSelection } from '../files/file-selection.ts';
import { type FoundFile, findPolicies } from '../files/find-policies.ts';
import { readBounded, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliverPieces, type Pieces } from '../output.ts';
import { answerQuestion, subjectOf } from '../questions/answer-question.ts';
import { decisionOptions } from '../questions/decider.ts';
import { holderOf, readPolicies, readRoles, usualPlace } from '../questions/read-grants.ts';
import type { Subject } from '../questions/subject.ts';
import { withEverySystemPolicy } from '../questions/system-policies.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** `iamscope who-can <query> [paths..]`: the same question to each policy, or to each role of the configuration. */
export async function whoCan(call: Call, io: Io): Promise<ExitCode> {
  const [query, ...paths] = call.positionals;
  if (query === undefined)
    throw new UsageError('ask a question, as in `iamscope who-can "tag images" policies/`');
  const world = openWorld(io);
  const question: Question = {
    subject: subjectOf(query, call, world),
    call,
    io,
    world,
    options: decisionOptions(call, io, world),
  };
  const asked: Asked = { decisions: new Set(), files: [], unreadable: [], failed: false };
  const answers = counted(
    paths.length === 0 ? askRoles(question) : askPolicies(paths, question, asked),
    asked,
  );
  const head: WhoCanHead = {
    schemaVersion,
    query: { text: query, kind: question.subject.kind },
    cloud: question.subject.cloud,
    scope: grantScope(call),
  };
  const first = await answers.next();
  if (first.done !== true)
    await deliverPieces(
      render(head, startingWith(first.value, answers), textOption(call, 'format'), await coloursOf(call, io)),
      call,
      io,
      asked.files,
    );
  for (const message of asked.unreadable) io.err(`iamscope: ${terminalText(message)}\n`);
  // "Nobody" would be said of policies that nobody has seen.
  if (first.done === true && !asked.failed)
    throw new UsageError(`no policy found in ${paths.map(inBackticks).join(', ')}`);
  return asked.failed ? exitCodes.usage : exitCode(asked.decisions);
}

/** The answers, each noted as it passes: nobody holds all of them. */
async function* counted(answers: AsyncIterable<HolderAnswer>, asked: Asked): AsyncGenerator<HolderAnswer> {
  for await (const answer of answers) {
    asked.decisions.add(answer.decision);
    yield answer;
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

interface Question {
  readonly subject: Subject;
  readonly call: Call;
  readonly io: Io;
  readonly world: World;
  readonly options: DecisionOptions;
}

/** What became of the question, known when the last answer is given. */
interface Asked {
  readonly decisions: Set<DecisionKind>;
  /** Files whose policies were asked. */
  readonly files: string[];
  /** What could not be asked, and why, in words. */
  readonly unreadable: string[];
  /** Something that the call names could not be asked. */
  failed: boolean;
}

async function* askRoles({ subject, call, io, world, options }: Question): AsyncGenerator<HolderAnswer> {
  for (const granted of await readRoles(call, io, subject.cloud)) {
    const { role = '', places } = holderOf(granted);
    yield {
      role,
      ...(places === undefined ? {} : { places }),
      ...answerQuestion(subject, granted, deciderFor(granted.grants, options), world),
    };
  }
}

async function* askPolicies(
  paths: readonly string[],
  question: Question,
  asked: Asked,
): AsyncGenerator<HolderAnswer> {
  const { subject, world } = question;
  const named = withEverySystemPolicy(paths, cloudsOf(subject.cloud), world);
  const found = await findPolicies(named, question.io, fileSelection(question.call, question.io));
  const failures = [...found.unmatched, ...found.unreadable];
  asked.unreadable.push(...failures, ...found.unread, ...found.notes);
  asked.failed = failures.length > 0;
  for (const one of found.files) {
    const file = await readFound(one, question);
    if (typeof file !== 'string') {
      asked.files.push(file.file);
      yield* askFile(file, question);
      continue;
    }
    asked.unreadable.push(file);
    asked.failed ||= one.named;
  }
}

/** A file, or in words why it cannot be asked. One that a folder or glob led to need not hold a policy. */
async function readFound(
  { path, named }: FoundFile,
  { subject, call, io }: Question,
): Promise<PolicyFile | string> {
  let bytes: Uint8Array;
  try {
    if (named) return await readPolicies(path, call, io, subject.cloud);
    bytes = readBounded(path, io);
  } catch (error) {
    if (isUsageError(error)) return error.message;
    if (named) throw error;
    return `\`${path}\` cannot be read: ${reasonOf(error)}`;
  }
  return await readPolicyBytes(path, bytes);
}

/** One answer for each policy of the file. */
function askFile(file: PolicyFile, { subject, call, world, options }: Question): HolderAnswer[] {
  return file.policies.map((policy) => {
    const grants = [{ policy, place: usualPlace(call) }];
    const { root = [], displayName } = policy;
    const several = file.policies.length > 1;
    return {
      policy: file.file,
      ...(several ? { pointer: pointerOf(root) } : {}),
      ...(several && displayName !== undefined ? { displayName } : {}),
      ...answerQuestion(subject, { files: [file] }, deciderFor(grants, options), world),
    };
  });
}

function render(
  head: WhoCanHead,
  answers: AsyncIterable<HolderAnswer>,
  format: string | undefined,
  colours: Colours,
): Pieces {
  if (format !== 'csv' && format !== 'markdown')
    return renderWhoCan(head, answers, format ?? 'pretty', colours);
  return renderWhoCanTable(head, answers, format);
}

/** 0 somebody is allowed, 1 nobody, 3 only conditionally. */
function exitCode(decisions: ReadonlySet<DecisionKind>): ExitCode {
  if (decisions.has('allowed')) return exitCodes.ok;
  const open = decisions.has('conditional') || decisions.has('ungoverned');
  return open ? exitCodes.conditional : exitCodes.findings;
}
