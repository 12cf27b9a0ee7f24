import { readdirSync, statSync } from 'node:fs';
import fastGlob from 'fast-glob';

/** Folders that never hold policies of one's own. */
const ignored = ['**/node_modules/**', '**/.git/**'];

/** What a folder or a glob stands for. */
export interface FilesFound {
  /** Sorted, with `/`. */
  readonly files: readonly string[];
  /** Folders that could not be looked into. */
  readonly unreadable: readonly { readonly path: string; readonly error: unknown }[];
}

/**
 * Files below a folder, or that a glob matches. In folders every `*.json`, `*.yaml` and `*.yml` counts; a glob says itself which files it means.
 * Links to files are files; links to folders are not followed, so that a circle of links does no harm.
 */
export function findFiles(pattern: { readonly folder: string } | { readonly glob: string }): FilesFound {
  const unreadable: { path: string; error: unknown }[] = [];
  const reader = ((path: string, options: { withFileTypes: true }) => {
    try {
      return readdirSync(path, options);
    } catch (error) {
      unreadable.push({ path, error });
      return [];
    }
  }) as typeof readdirSync;
  const folder = 'folder' in pattern ? pattern.folder.replace(/\/+$/, '') || '/' : '.';
  const wanted = 'folder' in pattern ? '**/*.{json,yaml,yml}' : pattern.glob.replaceAll('\\', '/');
  const found = fastGlob.sync(wanted, {
    cwd: folder,
    dot: true,
    // Links are no files to the library when it does not follow them: what they lead to is looked at below.
    onlyFiles: false,
    followSymbolicLinks: false,
    ignore: ignored,
    fs: { readdirSync: reader },
  });
  const files = found
    .sort()
    .map((file) => (folder === '.' ? file : `${folder === '/' ? '' : folder}/${file}`));
  return { files: files.filter(isFile), unreadable };
}

function isFile(path: string): boolean {
  // A link that leads nowhere is passed on: reading it says so.
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
}
