import type { FileSelection, Io } from './io.ts';
import { reasonOf } from './read-named.ts';

/** A file to read, and whether the call names it or a folder or glob led to it. */
export interface FoundFile {
  readonly path: string;
  readonly named: boolean;
}

/** The files that paths, folders and globs stand for, each once, and what stands for none. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** In words. */
  readonly missing: readonly string[];
}

/** Finds files in the order of the arguments. `-` and names of other things than files are passed on as they are. */
export async function findPolicies(
  paths: readonly string[],
  io: Io,
  selection?: FileSelection,
): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const missing: string[] = [];
  const add = (path: string, named: boolean) => {
    if (!files.has(path) || named) files.set(path, { path, named });
  };
  const addAll = async (pattern: Parameters<Io['findFiles']>[0]): Promise<boolean> => {
    const found = await io.findFiles(pattern, selection);
    for (const file of found.files) add(file, false);
    for (const { path, error } of found.unreadable)
      missing.push(`\`${path}\` cannot be read: ${reasonOf(error)}`);
    return found.files.length + found.unreadable.length > 0;
  };
  for (const path of paths) {
    const kind = path === '-' ? 'file' : io.kindOf(path);
    if (kind === 'directory') {
      await addAll({ folder: path });
    } else if (kind === 'missing' && /[*?[\]{}!()]/.test(path)) {
      if (!(await addAll({ glob: path }))) missing.push(`\`${path}\` matches no file`);
    } else {
      add(path, true);
    }
  }
  return { files: [...files.values()], missing };
}
