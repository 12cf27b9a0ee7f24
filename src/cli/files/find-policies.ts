import type { FileSelection, FilesFound, Io } from '../io.ts';
import { reasonOf } from './read-named.ts';

/** A file to read, and whether the call names it or a folder or glob led to it. */
export interface FoundFile {
  readonly path: string;
  readonly named: boolean;
}

/** The files that paths, folders and globs stand for, each once, and what stands for none. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** The folders that were looked through: those that are named, and those that globs begin with. */
  readonly folders: readonly string[];
  /** Globs that match nothing, in words. */
  readonly unmatched: readonly string[];
  /** Folders that could not be looked into and links that lead nowhere, in words. */
  readonly unreadable: readonly string[];
  /** What goes by the name of a file below a folder and is none. */
  readonly others: readonly string[];
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
  const others = new Set<string>();
  const add = (path: string, named: boolean) => {
    if (!files.has(path) || named) files.set(path, { path, named });
  };
  const addAll = (found: FilesFound): boolean => {
    for (const file of found.files) add(file, false);
    for (const other of found.others) others.add(other);
    for (const { path, error } of found.unreadable)
      unreadable.add(`\`${path}\` cannot be read: ${reasonOf(error)}`);
    return found.files.length + found.others.length + found.unreadable.length > 0;
  };
  for (const path of paths) {
    const kind = path === '-' ? 'file' : io.kindOf(path);
    if (kind === 'directory') {
      folders.push(path);
      addAll(await io.findFiles({ folder: path }, selection));
    } else if (kind === 'missing' && /[*?[\]{}!()]/.test(path)) {
      folders.push(folderOfGlob(path));
      if (!addAll(await io.findFiles({ glob: path }, selection)))
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
    others: [...others],
  };
}

/** What of a glob stands before its first wildcard, as far as it is a folder. */
function folderOfGlob(glob: string): string {
  const [plain = ''] = glob.replaceAll('\\', '/').split(/[*?[\]{}!()]/u, 1);
  return plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) || '/' : '.';
}
