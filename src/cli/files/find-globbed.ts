import { existsSync, type readdirSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import fastGlob from 'fast-glob';
import type { FileSelection, FilesFound } from '../io.ts';
import { SortedFinds } from './find-files.ts';

// A library file, loaded on demand: the package costs more than reading most folders.

/** Finds what a glob matches: it says itself which files it means. */
export function findGlobbed(glob: string, selection: FileSelection): FilesFound {
  const found = new SortedFinds('.', selection);
  // The library looks below the working directory, and says where that is.
  const nameOf = (folder: string) => (isAbsolute(glob) ? folder : relative('.', folder) || '.');
  // A glob below a folder that is not there matches nothing: there is nothing that could not be read.
  const itemsOf = (folder: string) => (existsSync(folder) ? found.itemsOf(nameOf(folder)) : []);
  const paths = fastGlob.sync(glob.replaceAll('\\', '/'), {
    dot: true,
    // Links are no files to the library when it does not follow them: what they lead to is looked at below.
    onlyFiles: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
    fs: { readdirSync: itemsOf as unknown as typeof readdirSync },
  });
  // What a glob names without a wildcard has not been met on the way.
  for (const path of paths) if (!found.isLeftOut(path, 'file')) found.add(path);
  return found.sorted();
}
