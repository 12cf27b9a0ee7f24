import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { type HolderAnswer, schemaVersion, type WhoCanAnswer } from '../../model/answer.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { pointerOf } from '../../policy/region-of.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderWhoCan } from '../../reporters/decision-who-can.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { grantScope, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { fileSelection } from '../files/file-selection.ts';
import { type FoundFile, findPolicies } from '../files/find-policies.ts';
import { readBounded, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { answerQuestion, subjectOf } from '../questions/answer-question.ts';
import { decisionOptions } from '../questions/decider.ts';
import { readPolicies, readRoles, usualPlace } from '../questions/read-grants.ts';
import type { Subject } from '../questions/subject.ts';
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
  const asked = paths.length === 0 ? await askRoles(question) : await askPolicies(paths, question);
  const answer: WhoCanAnswer = {
    schemaVersion,
    query: { text: query, kind: question.subject.kind },
    cloud: question.subject.cloud,
    scope: grantScope(call),
    answers: asked.answers,
  };
  for (const message of asked.unreadable) io.err(`iamscope: ${terminalText(message)}\n`);
  // "Nobody" would be said of policies that nobody has seen.
  if (asked.answers.length === 0) {
    if (!asked.failed) throw new UsageError(`no policy found in ${paths.map(inBackticks).join(', ')}`);
    return exitCodes.usage;
  }
  deliver(await render(answer, textOption(call, 'format'), await coloursOf(call, io)), call, io);
  return asked.failed ? exitCodes.usage : exitCode(answer);
}

interface Question {
  readonly subject: Subject;
  readonly call: Call;
  readonly io: Io;
  readonly world: World;
  readonly options: DecisionOptions;
}

interface Asked {
  readonly answers: readonly HolderAnswer[];
  /** What could not be asked, and why, in words. */
  readonly unreadable: readonly string[];
  /** Something that the call names could not be asked. */
  readonly failed: boolean;
}

async function askRoles({ subject, call, io, world, options }: Question): Promise<Asked> {
  const roles = await readRoles(call, io, subject.cloud);
  const answers = roles.map((granted) => ({
    role: granted.role ?? '',
    ...answerQuestion(subject, granted, deciderFor(granted.grants, options), world),
  }));
  return { answers, unreadable: [], failed: false };
}

async function askPolicies(paths: readonly string[], question: Question): Promise<Asked> {
  const found = await findPolicies(paths, question.io, await fileSelection(question.call, question.io));
  const answers: HolderAnswer[] = [];
  const failures = [...found.unmatched, ...found.unreadable];
  const unreadable = [...failures, ...found.unread, ...found.notes];
  let failed = failures.length > 0;
  for (const one of found.files) {
    const file = await readFound(one, question);
    if (typeof file !== 'string') {
      answers.push(...askFile(file, question));
      continue;
    }
    unreadable.push(file);
    failed ||= one.named;
  }
  return { answers, unreadable, failed };
}

/** A file, or in words why it cannot be asked. One that a folder or glob led to need not hold a policy. */
async function readFound(
  { path, named }: FoundFile,
  { subject, call, io }: Question,
): Promise<PolicyFile | string> {
  try {
    return named
      ? await readPolicies(path, call, io, subject.cloud)
      : await readPolicyBytes(path, readBounded(path, io));
  } catch (error) {
    if (isUsageError(error)) return error.message;
    return `\`${path}\` cannot be read: ${reasonOf(error)}`;
  }
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

async function render(answer: WhoCanAnswer, format: string | undefined, colours: Colours): Promise<string> {
  if (format !== 'csv' && format !== 'markdown') return renderWhoCan(answer, format ?? 'pretty', colours);
  return (await import('../../reporters/decision-tables.ts')).renderWhoCanTable(answer, format);
}

/** 0 somebody is allowed, 1 nobody, 3 only conditionally. */
function exitCode({ answers }: WhoCanAnswer): ExitCode {
  const decisions = new Set(answers.map(({ decision }) => decision));
  if (decisions.has('allowed')) return exitCodes.ok;
  const open = decisions.has('conditional') || decisions.has('ungoverned');
  return open ? exitCodes.conditional : exitCodes.findings;
}
