import type { Io } from './io.ts';

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
export async function findPolicies(paths: readonly string[], io: Io): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const missing: string[] = [];
  const add = (path: string, named: boolean) => {
    if (!files.has(path) || named) files.set(path, { path, named });
  };
  for (const path of paths) {
    const kind = path === '-' ? 'file' : io.kindOf(path);
    if (kind === 'directory') {
      for (const file of await io.findFiles({ folder: path })) add(file, false);
    } else if (kind === 'missing' && /[*?[\]{}!()]/.test(path)) {
      const found = await io.findFiles({ glob: path });
      if (found.length === 0) missing.push(`\`${path}\` matches no file`);
      for (const file of found) add(file, false);
    } else {
      add(path, true);
    }
  }
  return { files: [...files.values()], missing };
}
