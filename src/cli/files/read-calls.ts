import { readPlan } from '../../carriers/terraform/read-plan.ts';
import { CallCounter } from '../../generate/logs/count-calls.ts';
import { LogReader } from '../../generate/logs/read-log.ts';
import type { MatchContext } from '../../generate/match-call.ts';
import { groupsOfCalls, needsOfLog, needsOfPlan } from '../../generate/needed-calls.ts';
import { plannedCalls } from '../../generate/plans/plan-calls.ts';
import type { CallNeeds } from '../../model/call-needs.ts';
import type { Entry } from '../../model/entry.ts';
import { fewInBackticks } from '../../model/first-few.ts';
import type { TerraformCalls } from '../../model/terraform-calls.ts';
import { decodeText } from '../../policy/decode-text.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { createReadingProgress } from './progress.ts';
import { reasonOf } from './read-named.ts';

/** What was read of a log or a plan. */
export interface CallsRead {
  readonly needs: CallNeeds;
  /** What there is to say besides, for stderr. */
  readonly notes: readonly string[];
  /** Calls may be missing: what is made of them may be too little. */
  readonly isIncomplete: boolean;
}

/**
 * The calls of a log (`-`: of standard input), in bounded memory.
 * @throws UsageError where it cannot be read, or holds no call. Nothing of the log is in the message.
 */
export function readLogCalls(path: string, context: MatchContext, io: Io): CallsRead {
  const name = path === '-' ? 'standard input' : `\`${path}\``;
  refuseFolder(path, io);
  const progress = createReadingProgress(path === '-' ? undefined : sizeOf(path, io), io);
  const counter = new CallCounter(groupsOfCalls(context));
  const reader = new LogReader(counter, { isHar: /\.har$/i.test(path) });
  try {
    io.readPieces(path, (piece) => {
      reader.feed(piece);
      progress.add(piece.length);
    });
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${reasonOf(error)}`);
  } finally {
    progress.end();
  }
  const { kind, isCut } = reader.end();
  const counted = counter.result();
  const { unreadable, beyond } = counted;
  const incomplete = [
    ...(isCut ? [`${name} is not a whole HAR document: calls may be missing`] : []),
    ...(unreadable > 0
      ? [`${callsOf(unreadable)} in ${name} could not be read: the address is cut off or is not a URL`]
      : []),
    ...(beyond > 0 ? [`${name} has too many different unknown calls: ${callsOf(beyond)} were left out`] : []),
  ];
  if (counted.calls.length === 0) {
    const lost = incomplete.length === 0 ? '' : `; ${incomplete.join('; ')}`;
    const wanted = kind === 'har' ? 'the HAR document has no entries with a method and a URL' : readable;
    throw new UsageError(`no call was found in ${name}: ${wanted}${lost}`);
  }
  const needs = needsOfLog(counted, context);
  return { needs, notes: [...incomplete, ...notesOf(name, needs)], isIncomplete: incomplete.length > 0 };
}

const readable =
  'calls are read from debug logs of the Terraform providers (`TF_LOG=DEBUG`, for Open Telekom Cloud with `OS_DEBUG=1`), `openstack --debug`, curl commands, HAR documents and lines such as `GET https://…`; a plan is read with `--plan`';

/** Bytes of a plan: it says everything three times. */
const largestPlan = 32 * 1024 * 1024;

/**
 * The calls that applying a plan makes, as far as its types are known.
 * @throws UsageError where it cannot be read or is not a plan. Nothing of the plan is in the message.
 */
export function readPlanCalls(path: string, context: MatchContext, io: Io): CallsRead {
  const name = path === '-' ? 'standard input' : `\`${path}\``;
  const text = planText(path, name, io);
  const plan = readPlan(path, text, () => () => false);
  if (plan === undefined)
    throw new UsageError(
      `${name} is not a plan of Terraform as JSON: write one with \`terraform show -json plan.out > plan.json\``,
    );
  if (plan.kind === 'unreadable') throw new UsageError(`${name} cannot be read: it is not whole JSON`);
  if (plan.kind === 'state')
    throw new UsageError(
      `${name} is a state, which changes nothing: give a plan, as \`terraform show -json plan.out\` writes it`,
    );
  if (plan.changes.length === 0) throw new UsageError(`${name} speaks of no resource`);
  const table = JSON.parse(io.readData('terraform-calls.json')) as TerraformCalls;
  const needs = needsOfPlan(plannedCalls(plan.changes, table), context);
  const assumed = needs.calls.filter((call) => call.assumed).length;
  return {
    needs,
    notes: [
      ...(assumed === 0
        ? []
        : [
            `${assumed} of ${needs.calls.length} APIs are assumed: the provider says which calls a type makes, not for which change (\`--format json\` marks them)`,
          ]),
      ...notesOf(name, needs),
    ],
    isIncomplete: false,
  };
}

function planText(path: string, name: string, io: Io): string {
  refuseFolder(path, io);
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    io.readPieces(path, (piece) => {
      length += piece.length;
      // A copy: `slice` of a buffer of Node's is none.
      if (length <= largestPlan) pieces.push(Uint8Array.from(piece));
    });
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${reasonOf(error)}`);
  }
  if (length > largestPlan)
    throw new UsageError(`${name} cannot be read: it is larger than ${largestPlan / 1024 / 1024} MiB`);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new UsageError(
      `${name} is a plan in Terraform's own form: write it as JSON with \`terraform show -json\``,
    );
  return decodeText(bytes).text;
}

function notesOf(name: string, { signIns, free, calls, unknown, unknownTypes }: CallNeeds): string[] {
  const isEmpty = calls.length + unknown.length + unknownTypes.length === 0;
  const several = calls.filter(({ entries }) => isSeveral(entries));
  return [
    ...(several.length === 0
      ? []
      : [
          `only the body tells which operation of ${fewInBackticks(several.map(({ entries }) => nameOf(entries))).join(', ')} is called: all of them are granted`,
        ]),
    ...(signIns === 0
      ? []
      : [
          `${callsOf(signIns)} in ${name} got credentials, which needs no action unless they are an agency's: add \`iam:tokens:assume\` then`,
        ]),
    ...(isEmpty ? [`${callsOf(signIns + free)} in ${name}, and no call of an API that needs an action`] : []),
  ];
}

/** Whether several operations of one service are behind a method and path. */
function isSeveral(entries: readonly Entry[]): boolean {
  return new Set(entries.map(({ cloud, service }) => `${cloud} ${service}`)).size < entries.length;
}

function nameOf([first]: readonly Entry[]): string {
  return first === undefined ? '' : `${first.method} ${first.path}`;
}

function callsOf(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}

function refuseFolder(path: string, io: Io): void {
  if (path !== '-' && io.kindOf(path) === 'directory')
    throw new UsageError(`\`${path}\` is a folder: name a file`);
}

function sizeOf(path: string, io: Io): number | undefined {
  return io.kindOf(path) === 'file' ? io.sizeOf(path) : undefined;
}
