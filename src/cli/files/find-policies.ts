import type { FileSelection, FilesFound, Io } from '../io.ts';
import { readAddress } from './policy-address.ts';
import { isGone, reasonOf } from './read-named.ts';

/** A file to read, and whether the call names it or a folder or glob led to it. */
export interface FoundFile {
  readonly path: string;
  readonly named: boolean;
}

/** The files that paths, folders and globs stand for, each once, and what stands for none. */
interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** The folders that were looked through: those that are named, and those that globs begin with. */
  readonly folders: readonly string[];
  /** Globs that match nothing, in words. */
  readonly unmatched: readonly string[];
  /** Folders that the call names and that could not be looked into, in words. */
  readonly unreadable: readonly string[];
  /** Folders below those that could not be looked into, in words: the call does not fail for them. */
  readonly unread: readonly string[];
  /** What was met in a folder and left alone, and why, in words: links that lead nowhere, pipes and the like. */
  readonly notes: readonly string[];
}

/** Finds files in the order of the arguments. `-` and names of other things than files are passed on as they are. */
export async function findPolicies(
  paths: readonly string[],
  io: Io,
  selection?: FileSelection,
): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const folders: string[] = [];
  const unmatched: string[] = [];
  const unreadable = new Set<string>();
  const unread = new Set<string>();
  const notes = new Set<string>();
  const add = (path: string, named: boolean) => {
    if (!files.has(path) || named) files.set(path, { path, named });
  };
  const addAll = (found: FilesFound, place: string): boolean => {
    for (const file of found.files) add(file, false);
    for (const other of found.others) notes.add(`\`${other}\` is not a regular file: left alone`);
    for (const { path, error, kind } of found.unreadable) {
      const words = `\`${path}\` cannot be read: ${reasonOf(error)}`;
      if (path === place) unreadable.add(words);
      else if (!leadsNowhere(error)) unread.add(words);
      else if (kind === 'link') notes.add(`\`${path}\` is a link that leads nowhere: left alone`);
      else notes.add(`\`${path}\` vanished before it was read`);
    }
    return found.files.length + found.others.length > 0;
  };
  for (const path of paths) {
    const kind = path === '-' ? 'file' : io.kindOf(path);
    if (kind === 'directory') {
      folders.push(path);
      addAll(await io.findFiles({ folder: path }, selection), path.replace(/\/+$/u, '') || '/');
    } else if (kind === 'missing' && /[*?[\]{}!()]/.test(path) && !hasAddress(path, io)) {
      folders.push(folderOfGlob(path));
      if (!addAll(await io.findFiles({ glob: path }, selection), ''))
        unmatched.push(`\`${path}\` matches no file`);
    } else {
      add(path, true);
    }
  }
  return {
    files: [...files.values()],
    folders,
    unmatched,
    unreadable: [...unreadable],
    unread: [...unread],
    notes: [...notes],
  };
}

/** An address of a policy in a file may have characters of globs: `main.tf#huaweicloud_identity_role.team["a"]`. */
function hasAddress(path: string, io: Io): boolean {
  return readAddress(path, io).address !== undefined;
}

/** A link to nothing, as editors leave them, or one of a circle of links; or a folder that vanished after it was listed. */
function leadsNowhere(error: unknown): boolean {
  return isGone(error) || (error as NodeJS.ErrnoException).code === 'ELOOP';
}

/** What of a glob stands before its first wildcard, as far as it is a folder. */
function folderOfGlob(glob: string): string {
  const [plain = ''] = glob.replaceAll('\\', '/').split(/[*?[\]{}!()]/u, 1);
  return plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) || '/' : '.';
}
