import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { type HolderAnswer, schemaVersion, type WhoCanHead } from '../../model/answer.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import type { DecisionKind } from '../../model/decision.ts';
import type { WhoCanFormat } from '../../model/formats.ts';
import { withHolesShown } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { pointerOf } from '../../policy/region-of.ts';
import type { Colours } from '../../reporters/colours.ts';
import { renderWhoCanTable } from '../../reporters/decision-tables.ts';
import { renderWhoCan } from '../../reporters/decision-who-can.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { requestContext } from '../arguments/context.ts';
import type { WhoCanArguments } from '../arguments/question-arguments.ts';
import { fileSelection } from '../config/configured-files.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type FoundFile, findPolicies } from '../files/find-policies.ts';
import { readBounded, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { FileSelection, Io } from '../io.ts';
import { coloursOf, deliverPieces, type Pieces } from '../output.ts';
import { answerQuestion, inCloud } from '../questions/answer-question.ts';
import { readAsked, sayNotes, subjectAsked } from '../questions/asked.ts';
import { decisionOptions } from '../questions/decider.ts';
import {
  type GrantSet,
  type GrantSource,
  grantSetOf,
  holderOf,
  type NamedPolicies,
  readPolicies,
  readRoles,
  usualPlace,
} from '../questions/read-grants.ts';
import { selectPolicies } from '../questions/select-policies.ts';
import type { Subject } from '../questions/subject.ts';
import { withEverySystemPolicy } from '../questions/system-policies.ts';
import { isTerraformFile, readTerraform } from '../questions/terraform-holders.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

/** `iamscope who-can <query> [paths..]`: the same question to each policy, or to each role of the configuration. */
export async function whoCan(call: WhoCanArguments, io: Io): Promise<ExitCode> {
  const { scope, format, destination } = call;
  const world = openWorld(io);
  const read = await readAsked(call.query, call.paths, world, io);
  const about = await subjectAsked(read, { ...call, others: call.paths }, world);
  const { subject, query } = about;
  sayNotes(about, format, io);
  const paths = pathsOf(call, io);
  const context = requestContext(call.context, io);
  const question: Question = {
    subject,
    source: { ...call, cloud: subject.cloud },
    io,
    world,
    optionsFor: (cloud) => decisionOptions({ ...call, cloud, context }, world),
  };
  const asked: Asked = { decisions: new Set(), files: [], unreadable: [], failed: false };
  const answers = counted(
    paths.length === 0 ? askRoles(question) : askPolicies(paths, call, question, asked),
    asked,
  );
  const head: WhoCanHead = {
    schemaVersion,
    query,
    cloud: subject.cloud,
    scope,
  };
  const first = await answers.next();
  if (first.done !== true)
    await deliverPieces(
      render(head, startingWith(first.value, answers), format, await coloursOf(destination, io)),
      destination,
      io,
      () => asked.files,
    );
  for (const message of asked.unreadable) io.err(`iamscope: ${terminalText(message)}\n`);
  // "Nobody" would be said of policies that nobody has seen.
  if (first.done === true && !asked.failed)
    throw new UsageError(`no policy found in ${paths.map(inBackticks).join(', ')}`);
  return asked.failed ? exitCodes.usage : exitCode(asked.decisions);
}

/** What is asked: where nothing is named and no roles are described, the Terraform of the working folder. */
function pathsOf({ paths, config }: WhoCanArguments, io: Io): readonly string[] {
  if (paths.length > 0 || (config !== undefined && config.roles.size > 0)) return paths;
  return io.namesIn('.')?.some(isTerraformFile) ? ['.'] : paths;
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
  readonly source: GrantSource;
  readonly io: Io;
  readonly world: World;
  readonly optionsFor: (cloud: CloudChoice) => DecisionOptions;
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

async function* askRoles(question: Question): AsyncGenerator<HolderAnswer> {
  for (const granted of await readRoles(question.source, question.io)) yield askRole(granted, question);
}

function askRole(granted: GrantSet, { subject, world, optionsFor }: Question): HolderAnswer {
  const { role = '', places } = holderOf(granted);
  const { cloud = subject.cloud } = granted;
  return {
    role,
    ...(places === undefined ? {} : { places }),
    ...answerQuestion(inCloud(subject, cloud), granted, deciderFor(granted.grants, optionsFor(cloud)), world),
  };
}

async function* askPolicies(
  paths: readonly string[],
  selecting: Pick<WhoCanArguments, 'config' | 'gitignore'>,
  question: Question,
  asked: Asked,
): AsyncGenerator<HolderAnswer> {
  const { subject, io, world } = question;
  const named = withEverySystemPolicy(paths, cloudsOf(subject.cloud), world);
  const selection = fileSelection(selecting, io);
  const found = await findPolicies(named, io, selection);
  const failures = [...found.unmatched, ...found.unreadable];
  asked.unreadable.push(...failures, ...found.unread, ...found.notes);
  asked.failed = failures.length > 0;
  const folders = named.filter((path) => path !== '-' && io.kindOf(path) === 'directory');
  const terraform = await readTerraform(
    { folders, files: found.files.map(({ path }) => path) },
    { cloud: subject.cloud, selection, stdinName: question.source.stdinName },
    io,
  );
  asked.unreadable.push(...terraform.unreadable.map(({ message }) => message));
  asked.failed ||= found.files.some(
    ({ path, named: isNamed }) => isNamed && terraform.unreadable.some(({ file }) => file === path),
  );
  asked.files.push(...terraform.covered);
  let holdsPolicy = terraform.holders.length + terraform.ungranted.length > 0;
  for (const holder of terraform.holders) yield askRole(grantSetOf(holder), question);
  for (const file of terraform.ungranted) yield* askFile({ file, policies: file.policies }, question);
  for (const one of found.files.filter(({ path }) => !terraform.covered.has(path))) {
    const found = await readFound(one, question);
    if (typeof found !== 'string') {
      const { file } = found;
      asked.files.push(file.file);
      holdsPolicy ||= file.kind !== 'none';
      if (file.looksLikePolicy !== undefined)
        asked.unreadable.push(
          `${inBackticks(file.file)} looks as if it held a policy, but none was read from it`,
        );
      yield* askFile(found, question);
      continue;
    }
    asked.unreadable.push(found);
    asked.failed ||= one.named;
  }
  if (!holdsPolicy) asked.unreadable.push(...(await passedOver(paths, found.files, selection, io)));
}

/** Files of folders without a policy that would have to be named, in words. */
async function passedOver(
  paths: readonly string[],
  read: readonly FoundFile[],
  selection: FileSelection,
  io: Io,
): Promise<readonly string[]> {
  const folders = paths.filter((path) => io.kindOf(path) === 'directory');
  if (folders.length === 0) return [];
  const known = new Set(read.map(({ path }) => path));
  const { lookAlikes } = await import('../files/look-alikes.ts');
  const found = await lookAlikes(folders, (path) => known.has(path), selection, io);
  return found.map(
    ({ file }) => `${inBackticks(file)} looks as if it held a policy: name it to ask about it`,
  );
}

/** A file, or in words why it cannot be asked. One that a folder or glob led to need not hold a policy. */
async function readFound(
  { path, named }: FoundFile,
  { source, io }: Question,
): Promise<NamedPolicies | string> {
  let bytes: Uint8Array;
  try {
    if (named) {
      const found = await readPolicies({ name: path, by: 'call' }, source, io);
      const policies =
        found.address === undefined ? found.file.policies : selectPolicies(found.file, found.address);
      return { ...found, policies };
    }
    bytes = readBounded(path, io);
  } catch (error) {
    if (isUsageError(error)) return error.message;
    if (named) throw error;
    return `\`${path}\` cannot be read: ${reasonOf(error)}`;
  }
  const file = await readPolicyBytes(path, bytes, { io, defaults: false });
  return { file, policies: file.policies };
}

/** One answer for each policy of the file. */
function askFile(
  { file, policies }: NamedPolicies,
  { subject, source, world, optionsFor }: Question,
): HolderAnswer[] {
  const options = optionsFor(source.cloud);
  return policies.map((policy) => {
    const grants = [{ policy, place: usualPlace(source.scope) }];
    const { root = [], name, displayName } = policy;
    const several = file.policies.length > 1;
    return {
      policy: file.file,
      ...(several || name !== undefined ? { pointer: pointerOf(root) } : {}),
      ...(name === undefined ? {} : { name }),
      ...(several && displayName !== undefined ? { displayName: withHolesShown(displayName) } : {}),
      ...answerQuestion(subject, { files: [file] }, deciderFor(grants, options), world),
    };
  });
}

function render(
  head: WhoCanHead,
  answers: AsyncIterable<HolderAnswer>,
  format: WhoCanFormat,
  colours: Colours,
): Pieces {
  switch (format) {
    case 'pretty':
    case 'json':
      return renderWhoCan(head, answers, format, colours);
    case 'csv':
    case 'markdown':
      return renderWhoCanTable(head, answers, format);
  }
}

/** 0 somebody is allowed, 1 nobody, 3 only conditionally. */
function exitCode(decisions: ReadonlySet<DecisionKind>): ExitCode {
  if (decisions.has('allowed')) return exitCodes.ok;
  const open = decisions.has('conditional') || decisions.has('ungoverned');
  return open ? exitCodes.conditional : exitCodes.findings;
}
