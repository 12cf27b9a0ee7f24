import { readPlan } from '../../carriers/terraform/read-plan.ts';
import { CallCounter } from '../../generate/logs/count-calls.ts';
import { LogReader } from '../../generate/logs/read-log.ts';
import type { MatchContext } from '../../generate/match-call.ts';
import { groupsOfCalls, needsOfLog, needsOfPlan } from '../../generate/needed-calls.ts';
import { plannedCalls } from '../../generate/plans/plan-calls.ts';
import type { CallNeeds } from '../../model/call-needs.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { TerraformCalls } from '../../model/terraform-calls.ts';
import { decodeText } from '../../policy/decode-text.ts';
import { readNamed, reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

/** What a file of calls needs, and what there is to say of reading it, in words. */
export interface FileNeeds {
  readonly needs: CallNeeds;
  readonly notes: readonly string[];
}

/** A step of the progress that is shown. */
const mebibyte = 1024 * 1024;

/**
 * What the calls of a log need. It is read piece by piece; of each call its method, host and path are kept, and nothing else.
 * @throws UsageError where it cannot be read, or no call is found in it
 */
export function needsOfLogFile(file: string, cloud: CloudChoice, world: World, io: Io): FileNeeds {
  const context = contextOf(cloud, world);
  const counter = new CallCounter(groupsOfCalls(context));
  const reader = new LogReader(counter);
  let bytes = 0;
  let shown = 0;
  try {
    io.readPieces(file, (piece) => {
      reader.feed(piece);
      bytes += piece.length;
      if (bytes - shown < 16 * mebibyte || !io.progress) return;
      shown = bytes;
      io.err(`\r\u001b[Kreading the log: ${Math.round(bytes / mebibyte)} MiB`);
    });
  } catch (error) {
    throw new UsageError(`${nameOf(file)} cannot be read: ${reasonOf(error)}`);
  }
  if (shown > 0) io.err('\r\u001b[K');
  const { isCut } = reader.end();
  const counted = counter.result();
  if (counted.calls.length === 0)
    throw new UsageError(
      `no call was found in ${nameOf(file)}: debug logs of Terraform (TF_LOG=DEBUG) and of the openstack client (--debug), curl commands, HAR, and lines of method and URL are read`,
    );
  return {
    needs: needsOfLog(counted, context),
    notes: [
      ...(isCut ? [`${nameOf(file)} ends before its end or is broken: calls may be missing`] : []),
      ...(counted.unreadable > 0
        ? [
            `${counted.unreadable} ${counted.unreadable === 1 ? 'call' : 'calls'} of ${nameOf(file)} could not be read`,
          ]
        : []),
      ...(counted.beyond > 0
        ? [`${nameOf(file)} holds too many different calls: ${counted.beyond} were left out`]
        : []),
    ],
  };
}

/** What applying a plan calls. @throws UsageError where it cannot be read, or is not a plan */
export function needsOfPlanFile(file: string, cloud: CloudChoice, world: World, io: Io): FileNeeds {
  const bytes = readNamed(file, io, { instead: 'name a plan: `terraform show -json plan.bin > plan.json`' });
  const read = readPlan(file, decodeText(bytes).text, () => () => false);
  if (read === undefined)
    throw new UsageError(
      `${nameOf(file)} is not a plan of Terraform: write one with \`terraform show -json plan.bin > plan.json\``,
    );
  if (read.kind === 'unreadable') throw new UsageError(`${nameOf(file)} cannot be read: ${read.because}`);
  if (read.kind === 'state')
    throw new UsageError(`${nameOf(file)} is a state, which changes nothing: name a plan`);
  const table = JSON.parse(io.readData('terraform-calls.json')) as TerraformCalls;
  const needs = needsOfPlan(plannedCalls(read.changes, table), contextOf(cloud, world));
  const isEmpty = needs.calls.length + needs.unknown.length + needs.unknownTypes.length === 0;
  return { needs, notes: isEmpty ? [`applying ${nameOf(file)} changes nothing`] : [] };
}

function contextOf(cloud: CloudChoice, { catalogue, hosts }: World): MatchContext {
  return { catalogue, hosts: hosts(), cloud };
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : inBackticks(file);
}
