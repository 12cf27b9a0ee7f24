import { formOf } from '../../carriers/form-of.ts';
import { nearest } from '../../model/nearest.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { largest } from '../../policy/text-size.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import { commands } from '../arguments/options.ts';
import { type FoundFile, findPolicies } from '../files/find-policies.ts';
import { createProgress } from '../files/progress.ts';
import { isGone, readStandardInput, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { FileSelection, Io } from '../io.ts';
import { isUsageError } from '../usage-error.ts';

/** The files of a call to `lint`. */
export interface PolicyFiles {
  /** Read one after the other, as they are asked for: nobody needs the texts of all at once. To be gone through once. */
  readonly files: AsyncIterable<PolicyFile>;
  /** What was named in vain, in words. */
  readonly unmatched: readonly string[];
  /** What was named and could not be read, and why, in words. Complete when the files were gone through. */
  readonly unreadable: readonly string[];
  /** What a folder or glob led to and could not be read, likewise. The call does not fail for it. */
  readonly unread: readonly string[];
  /** What was left alone, and why, likewise. */
  readonly notes: readonly string[];
  /** The folders that were looked through. */
  readonly folders: readonly string[];
  /** Whether the call names a file by itself. */
  readonly isNamed: (file: string) => boolean;
  /** Named files that the configuration excludes. */
  readonly excluded: readonly string[];
  /** The one of the files that is standard input. Known when the files were gone through. */
  readonly stdin: () => PolicyFile | undefined;
}

/** What says which files are read, and what they are called. */
type Reader = Pick<LintArguments, 'places' | 'stdinName' | 'fix'>;

/** Finds what the call names. What cannot be read does not hide the others. */
export async function readPolicyFiles(call: Reader, selection: FileSelection, io: Io): Promise<PolicyFiles> {
  const { files, folders, unmatched, unreadable, unread, notes } = await findPolicies(
    call.places,
    io,
    selection,
  );
  const nameOf = (path: string) => (path === '-' ? call.stdinName : path);
  // A hook names whatever has changed.
  const isExcluded = ({ path, named }: FoundFile) => named && selection.skip?.(nameOf(path), 'file') === true;
  const reading: Reading = {
    unreadable: [...unreadable],
    unread: [...unread],
    notes: [...notes],
  };
  const wanted = files.filter((file) => !isExcluded(file));
  const named = new Set(wanted.flatMap((file) => (file.named ? [nameOf(file.path)] : [])));
  return {
    files: readAll(wanted, reading, { ...call, selection }, io),
    excluded: files.filter(isExcluded).map(({ path }) => nameOf(path)),
    folders,
    isNamed: (file) => named.has(file),
    unmatched,
    unreadable: reading.unreadable,
    unread: reading.unread,
    notes: reading.notes,
    stdin: () => reading.stdin,
  };
}

interface Reading {
  readonly unreadable: string[];
  readonly unread: string[];
  readonly notes: string[];
  stdin?: PolicyFile;
}

async function* readAll(
  files: readonly FoundFile[],
  reading: Reading,
  call: Reader & { readonly selection: FileSelection },
  io: Io,
): AsyncGenerator<PolicyFile, void> {
  const progress = createProgress(files.length, io);
  let holdsPolicy = false;
  try {
    for (const found of files) {
      progress.step();
      const file = await readOne(found, reading, call, io);
      if (file === undefined) continue;
      if (found.path === '-') reading.stdin = file;
      holdsPolicy ||= file.kind !== 'none';
      yield file;
    }
    const folders = holdsPolicy ? [] : call.places.filter((place) => io.kindOf(place) === 'directory');
    if (folders.length === 0) return;
    const read = new Set(files.map(({ path }) => path));
    const { lookAlikes } = await import('../files/look-alikes.ts');
    for (const file of await lookAlikes(folders, (path) => read.has(path), call.selection, io)) {
      reading.notes.push(
        `\`${file.file}\` looks as if it held a policy: name it, or list it under \`include\` in the configuration`,
      );
      // Of other forms nobody knows that they are read at all.
      if (formOf(file) !== undefined) yield file;
    }
  } finally {
    progress.end();
  }
}

async function readOne(
  { path, named }: FoundFile,
  { unreadable, unread, notes }: Reading,
  call: Reader,
  io: Io,
): Promise<PolicyFile | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = path === '-' ? readStandardInput(io) : io.readFile(path, largest.file + 1);
  } catch (error) {
    if (isUsageError(error)) unreadable.push(error.message);
    else if (!named && hasVanished(error, path)) notes.push(`\`${path}\` vanished before it was read`);
    else {
      const words = `\`${path}\` cannot be read: ${unreadableName(path) ?? reasonOf(error)}`;
      if (named) unreadable.push(`${words}${hintFor(path, call)}`);
      else unread.push(words);
    }
    return undefined;
  }
  const name = path === '-' ? call.stdinName : path;
  const file = await readPolicyBytes(name, bytes, { io, defaults: true });
  if (bytes.length > largest.file && file.policies.length === 0)
    notes.push(
      `\`${name}\` holds more than ${largest.file / 1024 / 1024} MB, and is not a policy: left alone`,
    );
  return file;
}

/** A file that a folder listed, and that is not there any more: a link that leads nowhere is found out before. */
function hasVanished(error: unknown, path: string): boolean {
  return isGone(error) && unreadableName(path) === undefined;
}

/** Bytes of a name that are not UTF-8 are lost in listing it: such a file is there, and cannot be opened. */
function unreadableName(path: string): string | undefined {
  return path.includes('\uFFFD') ? 'its name is not UTF-8' : undefined;
}

/** What the user may have meant by a name that no file has. */
function hintFor(path: string, { fix }: Reader): string {
  if (fix !== undefined && /^(?:un)?safe$/u.test(path)) return `; did you mean \`--fix=${path}\`?`;
  return commandHint(path);
}

/** A first word that is not a file may be a misspelt command: `lint` is what is run without one. */
function commandHint(path: string): string {
  const near = /^[a-z-]+$/.test(path)
    ? nearest(
        path,
        commands.map(({ name }) => name),
        { max: 2 },
      )
    : undefined;
  return near === undefined ? '' : `; did you mean \`iamscope ${near}\`?`;
}
