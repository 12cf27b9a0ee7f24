import type { Dirent, readdirSync } from 'node:fs';
import fastGlob from 'fast-glob';

// A library file, loaded on demand: the package costs more than reading most folders.

/**
 * Everything below a folder, as paths relative to it, folders among them. Links are not followed.
 * @param folder an absolute path
 * @param itemsOf what of a folder, named by its absolute path, is gone into or listed
 */
export function walkBelow(folder: string, itemsOf: (folder: string) => readonly Dirent[]): readonly string[] {
  return fastGlob.sync('**', {
    cwd: folder,
    dot: true,
    // Links are not files to the package when it does not follow them.
    onlyFiles: false,
    followSymbolicLinks: false,
    fs: { readdirSync: itemsOf as unknown as typeof readdirSync },
  });
}
