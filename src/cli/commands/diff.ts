import { posix } from 'node:path';
import type { AccessChange, DiffAnswer } from '../../model/access-changes.ts';
import { schemaVersion } from '../../model/answer.ts';
import { nothingKnown } from '../../model/context.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import { renderDiff } from '../../reporters/access-diff.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { compareSides } from '../../review/changes/compare-sides.ts';
import type { ReviewedSide, ReviewedUnit } from '../../review/changes/reviewed-side.ts';
import type { DiffArguments } from '../arguments/diff-arguments.ts';
import { repositoryNames } from '../arguments/repository-names.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { decisionOptions } from '../questions/decider.ts';
import { selectionOfBoth } from '../questions/review-selection.ts';
import { readAgainstCommit } from '../questions/reviewed-commit.ts';
import {
  configIn,
  readPlanSides,
  readSide,
  type SideAsked,
  type SideRead,
} from '../questions/reviewed-side.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

/** `iamscope diff <old> <new>`: what a change lets people do; the exit code says whether access broadens. */
export async function diff(call: DiffArguments, io: Io): Promise<ExitCode> {
  const { format, destination } = call;
  const [old, now] = await readSides(call, io);
  const answer = compare(
    { old: withRoles(old, now, call.roles), now: withRoles(now, old, call.roles) },
    call,
    io,
  );
  for (const note of [...old.notes, ...now.notes]) io.err(`iamscope: ${terminalText(note)}\n`);
  const sources = [...destination.sources, ...namedIn(call), ...old.files, ...now.files];
  const shown = format === 'github' ? fromRepository(answer, io) : answer;
  deliver(renderDiff(shown, format, await coloursOf(destination, io)), { ...destination, sources }, io);
  return exitCode(answer, call);
}

async function readSides(call: DiffArguments, io: Io): Promise<readonly [SideRead, SideRead]> {
  const { compared } = call;
  switch (compared.kind) {
    case 'plan': {
      const plan = await readPlanSides(compared.plan, call, io);
      return [plan.old, plan.now];
    }
    case 'commit': {
      return await readAgainstCommit(
        { ...compared, config: call.config, gitignore: call.gitignore },
        call,
        io,
      );
    }
    case 'sides':
      return await readTwoSides(compared, call, io);
  }
}

/** What the call names: no output replaces it. */
function namedIn({ compared }: DiffArguments): readonly string[] {
  switch (compared.kind) {
    case 'plan':
      return [compared.plan];
    case 'commit':
      return compared.paths;
    case 'sides':
      return [compared.old, compared.now];
  }
}

async function readTwoSides(
  { old, now }: { readonly old: string; readonly now: string },
  call: DiffArguments,
  io: Io,
): Promise<readonly [SideRead, SideRead]> {
  if (old === '-' && now === '-') throw new UsageError('standard input can be one side only');
  const kinds = [old, now].map((path) => (path === '-' ? 'file' : io.kindOf(path)));
  for (const [i, path] of [old, now].entries())
    if (kinds[i] === 'missing')
      throw new UsageError(`${inBackticks(path)} cannot be read: there is no such file or folder`);
  if ((kinds[0] === 'directory') !== (kinds[1] === 'directory'))
    throw new UsageError(
      `name two files or two folders: ${inBackticks(old)} and ${inBackticks(now)} are one of each`,
    );
  const before = await readSide(await asked(old, now, call, io), call, io);
  const sides = [before, await readSide({ ...(await asked(now, old, call, io)), before }, call, io)] as const;
  // "No new access" would be said of policies that nobody has seen.
  if (kinds[0] === 'directory' && sides.every(({ units }) => units.length === 0))
    throw new UsageError(`no policy found in ${inBackticks(old)} and ${inBackticks(now)}`);
  return sides;
}

/** Within a folder files have their paths; two files are one, whatever their names are. */
async function asked(
  path: string,
  other: string,
  { config, gitignore }: DiffArguments,
  io: Io,
): Promise<SideAsked> {
  const isFolder = path !== '-' && io.kindOf(path) === 'directory';
  const own = isFolder ? await configIn(path, io) : undefined;
  const others = isFolder ? await configIn(other, io) : undefined;
  const inOther = (file: string) =>
    posix.join(other, posix.relative(posix.normalize(path), posix.normalize(file)));
  return {
    name: path,
    paths: [path],
    keyOf: (file) => (isFolder ? posix.relative(posix.normalize(path), posix.normalize(file)) : ''),
    selection: {
      ...selectionOfBoth([{ config: own ?? config }, { config: others ?? config, as: inOther }], io),
      gitignore,
    },
    roles: own,
  };
}

/** The units that are asked for. @throws UsageError for a role that neither side has */
function withRoles<Side extends ReviewedSide>(
  side: Side,
  other: ReviewedSide,
  roles: readonly string[],
): Side {
  if (roles.length === 0) return side;
  const isMeant = (unit: ReviewedUnit, role: string) =>
    unit.kind === 'role' && (unit.name === role || addressOfRole(unit) === role);
  const known = [...side.units, ...other.units].filter(({ kind }) => kind === 'role');
  for (const role of roles) {
    if (known.some((unit) => isMeant(unit, role))) continue;
    const names = [...new Set(known.map(addressOfRole))];
    const near = nearest(role, names, { max: 3 });
    const has =
      names.length === 0
        ? 'neither side has roles'
        : `there are ${names.slice(0, 30).map(inBackticks).join(', ')}`;
    throw new UsageError(
      `neither side has a role ${inBackticks(role)}; ${near === undefined ? has : `did you mean ${inBackticks(near)}?`}`,
    );
  }
  return { ...side, units: side.units.filter((unit) => roles.some((role) => isMeant(unit, role))) };
}

/** The name of a role of the configuration; of one of Terraform's its address without its place. */
function addressOfRole({ name }: ReviewedUnit): string {
  return name.replace(/ \(.*:\d+\)$/u, '');
}

function compare(
  { old, now }: { readonly old: ReviewedSide; readonly now: ReviewedSide },
  { cloud, scope, ignoreDependencies }: DiffArguments,
  io: Io,
): DiffAnswer {
  const world = openWorld(io);
  const options = decisionOptions({ cloud, ignoreDependencies, context: nothingKnown }, world);
  return {
    schemaVersion,
    old: old.name,
    new: now.name,
    cloud,
    scope,
    ...compareSides(old, now, { catalogue: world.catalogue, options }),
  };
}

function exitCode({ broadens, units }: DiffAnswer, { failOn }: DiffArguments): ExitCode {
  switch (failOn) {
    case 'broadening':
      return broadens ? exitCodes.findings : exitCodes.ok;
    case 'any':
      return units.some(({ change }) => change !== 'moved') ? exitCodes.findings : exitCodes.ok;
    case 'never':
      return exitCodes.ok;
  }
}

/** The same with the files of statements named from the root of the repository: there annotations are shown. */
function fromRepository(answer: DiffAnswer, io: Io): DiffAnswer {
  const nameOf = repositoryNames(io);
  const placed = <Change extends AccessChange>(change: Change): Change => ({
    ...change,
    old: change.old.map((at) => ({ ...at, file: nameOf(at.file) })),
    new: change.new.map((at) => ({ ...at, file: nameOf(at.file) })),
  });
  return {
    ...answer,
    units: answer.units.map((unit) => ({
      ...unit,
      gained: unit.gained.map(placed),
      conditional: unit.conditional.map(placed),
      lost: unit.lost.map(placed),
    })),
  };
}
