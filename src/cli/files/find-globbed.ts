import { existsSync, type readdirSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { type Glob, GlobFault, readGlob } from '../../lint/adoption/glob.ts';
import type { FileSelection, FilesFound } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { ignored, pathBelow, SortedFinds } from './find-files.ts';

// A library file, loaded on demand: the package costs more than reading most folders.

/**
 * Finds what a glob matches: it says itself which files it means. The library goes through the folders; what it matches
 * globs with can be made to take exponential time.
 * @throws UsageError for a glob that cannot be understood.
 */
export function findGlobbed(written: string, selection: FileSelection): FilesFound {
  const found = new SortedFinds('.', selection);
  const text = written.replaceAll('\\', '/').replace(/^(?:\.\/+)+/u, '');
  const glob = globOf(text, written);
  const base = folderOf(text);
  // A glob below a folder that is not there matches nothing: there is nothing that could not be read.
  if (!existsSync(base)) return found.sorted();
  // The library names folders from the root on.
  const nameOf = (folder: string) => (isAbsolute(text) ? folder : relative('.', folder) || '.');
  const itemsOf = (folder: string) => {
    const name = nameOf(folder);
    return found
      .itemsOf(name)
      .filter(
        (item) =>
          !item.isDirectory() || (!ignored.has(item.name) && glob.reaches(pathBelow(name, item.name))),
      );
  };
  const paths = fastGlob.sync('**', {
    cwd: resolve(base),
    dot: true,
    // Links are no files to the library when it does not follow them: what they lead to is looked at below.
    onlyFiles: false,
    followSymbolicLinks: false,
    fs: { readdirSync: itemsOf as unknown as typeof readdirSync },
  });
  for (const path of paths) {
    const name = pathBelow(base, path);
    if (glob.matches(name)) found.add(name);
  }
  return found.sorted();
}

function globOf(text: string, written: string): Glob {
  try {
    return readGlob(text, 'extended');
  } catch (error) {
    if (error instanceof GlobFault)
      throw new UsageError(`\`${written}\` is not understood: ${error.message}`);
    throw error;
  }
}

/** The folder that everything a glob matches lies in. */
function folderOf(text: string): string {
  const steps = text.split('/');
  const first = steps.findIndex((step) => /[*?[\]{}!()\\]/u.test(step));
  const folder = steps.slice(0, first < 0 ? -1 : first).join('/');
  return folder === '' ? (text.startsWith('/') ? '/' : '.') : folder;
}
