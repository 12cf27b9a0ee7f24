import { posix } from 'node:path';
import { inBackticks } from '../../model/in-backticks.ts';
import { readConfigFile } from '../arguments/read-settings.ts';
import type { Config } from '../config/config.ts';
import { findConfig } from '../config/find-config.ts';
import { type GitIo, gitIo } from '../git/git-io.ts';
import { GitTree, gitPlace, slashed, type TreeItem, trackedFiles } from '../git/git-tree.ts';
import type { FileSelection, Io } from '../io.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { selectionOfBoth } from './review-selection.ts';
import { readSide, type SideAsked, type SideChoices, type SideRead } from './reviewed-side.ts';

/** What is compared with a commit. */
export interface CommitAsked {
  /** A name of the commit, as git takes it. */
  readonly reference: string;
  /** Files, folders and globs of the working directory; each may be on one side only. */
  readonly paths: readonly string[];
  /** The configuration of the working tree. */
  readonly config: Config | undefined;
  /** Whether no configuration counts, on either side. */
  readonly noConfig: boolean;
  readonly gitignore: boolean;
}

/**
 * The files of a commit as the old side, those of the working tree as the new one. What either configuration takes in counts on
 * both sides, and so does what git tracks though it ignores it: a change that hides a file hides nothing from its review.
 * @throws UsageError where there is no git, no repository, or no such commit; for a path that is on neither side
 */
export async function readAgainstCommit(
  { reference, paths, config, noConfig, gitignore }: CommitAsked,
  choices: SideChoices,
  io: Io,
): Promise<readonly [SideRead, SideRead]> {
  const place = gitPlace(io.git, io.workingDirectory());
  const tree = new GitTree(reference, io.git);
  const before = gitIo(io, tree, place);
  for (const path of paths)
    if (!isGlob(path) && before.kindOf(path) === 'missing' && io.kindOf(path) === 'missing')
      throw new UsageError(
        `${inBackticks(path)} cannot be read: it is neither in ${inBackticks(reference)} nor in the working tree`,
      );
  const notes: string[] = [];
  for (const path of paths) refuseLinkedFolder(path, { before, prefix: place.prefix }, io);
  const roles = noConfig ? undefined : await oldConfig(config, before, notes);
  const selection = selectionOfBoth([{ config: roles }, { config }], io);
  const here = workingTree(before, place.prefix, { selection, gitignore, paths }, io);
  const asked = (name: string, side: Io, more: Pick<SideAsked, 'selection' | 'roles'>): SideAsked => ({
    name,
    paths: paths.filter((path) => isGlob(path) || side.kindOf(path) !== 'missing'),
    keyOf: (file) => posix.normalize(file),
    lenient: true,
    ...more,
  });
  const old = await readSide(
    {
      ...asked(reference, before, { selection: { ...selection, gitignore: false }, roles }),
      openRoles: true,
    },
    choices,
    before,
  );
  const now = await readSide(
    { ...asked('the working tree', io, { selection: here.selection, roles: config }), before: old },
    choices,
    io,
  );
  const isEmpty = (side: SideRead) => side.files.length === 0;
  if (isEmpty(old) && isEmpty(now) && paths.every(isGlob))
    throw new UsageError(`${paths.map(inBackticks).join(', ')} matches no file on either side`);
  const left = [...new Map([...before.notFollowed, ...here.left])].map(([path, item]) =>
    leftAlone(path, item, reference),
  );
  const lacking = [...before.lacking].map(
    (path) =>
      `the content of ${inBackticks(path)} at ${inBackticks(reference)} is not in this clone, which is partial, and nothing is fetched: clone without \`--filter\``,
  );
  return [
    { ...old, notes: [...notes, ...left, ...lacking.sort(), ...old.notes] },
    { ...now, notes: now.notes.filter((note) => !old.notes.includes(note)) },
  ];
}

/** @throws UsageError for what a link or a submodule leads to, on the side that follows none */
function refuseLinkedFolder(path: string, { before, prefix }: CommitRead, io: Io): void {
  if (isGlob(path)) return;
  const above = before.leftAbove(path);
  const item = above ?? before.leftAt(path);
  if (item === undefined) return;
  const place = posix.relative(prefix, item.path);
  if (item.kind === 'submodule' && io.kindOf(posix.join(place, '.git')) !== 'missing')
    throw new UsageError(
      `${inBackticks(path)} is in a submodule, which has a history of its own: run \`iamscope diff\` in there`,
    );
  if (item.kind !== 'link' || !isLink(place, io)) return;
  if (above !== undefined || io.kindOf(path) === 'directory')
    throw new UsageError(
      above === undefined
        ? `${inBackticks(path)} is a symbolic link to a folder, which is not followed: name the folder that it leads to`
        : `${inBackticks(path)} is reached through the symbolic link ${inBackticks(place)}, which is not followed: name the place that it leads to`,
    );
}

/** The files of a commit, and where the working directory is in its repository. */
interface CommitRead {
  readonly before: GitIo;
  readonly prefix: string;
}

function isGlob(path: string): boolean {
  return /[*?[\]{}!()]/u.test(path);
}

function leftAlone(path: string, { kind }: TreeItem, reference: string): string {
  return kind === 'submodule'
    ? `${inBackticks(path)} is a submodule: what is in it is not compared`
    : `${inBackticks(path)} is a symbolic link in ${inBackticks(reference)}: it is not followed there`;
}

/** The configuration as the commit has it: what it says of roles is the old side. */
async function oldConfig(
  config: Config | undefined,
  before: GitIo,
  notes: string[],
): Promise<Config | undefined> {
  try {
    const file = config?.file ?? findConfig(before).file;
    if (file === undefined || before.kindOf(file) !== 'file') return undefined;
    return await readConfigFile(file, before);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    notes.push(`the old configuration cannot be read, so its roles are all new: ${error.message}`);
    return undefined;
  }
}

/**
 * What counts of the working tree. A link that leads where it led in the commit, and a submodule, say nothing new; they were met
 * there as well.
 */
function workingTree(
  before: GitIo,
  prefix: string,
  {
    selection,
    gitignore,
    paths,
  }: {
    readonly selection: Pick<FileSelection, 'wanted' | 'skip'>;
    readonly gitignore: boolean;
    readonly paths: readonly string[];
  },
  io: Io,
): { readonly selection: FileSelection; readonly left: ReadonlyMap<string, TreeItem> } {
  const left = new Map<string, TreeItem>();
  const tracked = gitignore ? trackedFiles(io.git) : undefined;
  const isIgnored = (path: string) =>
    tracked !== undefined && !tracked.has(posix.normalize(`${prefix}${path}`)) && io.isGitIgnored(path);
  const isSame = (path: string): boolean => {
    const item = before.leftAt(path);
    if (item === undefined) return false;
    const isThere =
      item.kind === 'submodule'
        ? io.kindOf(posix.join(path, '.git')) !== 'missing'
        : leadsTo(path, item, before, io) &&
          (isNamed(targetOf(path, io), paths) || saysSame(targetOf(path, io), before, io));
    if (isThere) left.set(path, item);
    return isThere;
  };
  return {
    left,
    selection: {
      ...selection,
      gitignore: false,
      skip: (path, kind) => (selection.skip?.(path, kind) ?? false) || isSame(path) || isIgnored(path),
    },
  };
}

/** Where a link leads in the working tree, as the user would name it. */
function targetOf(path: string, io: Io): string {
  const target = slashed(io.targetOf(path).path);
  return posix.relative(slashed(io.workingDirectory()), target) || '.';
}

/** Whether a file is in what the call names, so that it is compared itself. */
function isNamed(file: string, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const from = posix.relative(posix.normalize(path), file);
    return !isGlob(path) && (from === '' || !(from === '..' || from.startsWith('../')));
  });
}

/** Whether a file is as it was. What is outside of the repository has no other state. */
function saysSame(file: string, before: GitIo, io: Io): boolean {
  if (before.isOutside(file)) return true;
  const kinds = [before.kindOf(file), io.kindOf(file)];
  if (kinds.some((kind) => kind !== 'file')) return kinds[0] === kinds[1];
  return Buffer.compare(before.readFile(file), io.readFile(file)) === 0;
}

/** Whether a link of the commit leads to the same place in the working tree. */
function leadsTo(path: string, item: TreeItem, before: GitIo, io: Io): boolean {
  const written = before.linkText(item);
  const folder = slashed(io.targetOf(posix.dirname(path)).path);
  return (
    written !== undefined &&
    isLink(path, io) &&
    io.targetOf(posix.isAbsolute(written) ? written : posix.join(folder, written)).path ===
      io.targetOf(path).path
  );
}

/** Whether a path is itself a symbolic link in the working tree. */
function isLink(path: string, io: Io): boolean {
  const folder = slashed(io.targetOf(posix.dirname(path)).path);
  return slashed(io.targetOf(path).path) !== posix.join(folder, posix.basename(path));
}
