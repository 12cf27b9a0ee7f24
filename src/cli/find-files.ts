import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import fastGlob from 'fast-glob';
import { createGitIgnore } from './git-ignore.ts';
import type { FileSelection } from './io.ts';

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
 * Files below a folder, or that a glob matches. In folders every `*.json` counts; a glob says itself which files it means.
 * Links to files are files; links to folders are not followed, so that a circle of links does no harm. A folder that is
 * left out is not looked into.
 */
export function findFiles(
  pattern: { readonly folder: string } | { readonly glob: string },
  selection: FileSelection,
): FilesFound {
  const unreadable: { path: string; error: unknown }[] = [];
  const reader = ((path: string, options: { withFileTypes: true }) => {
    try {
      return readdirSync(path, options).filter((item) => !isLeftOut(join(path, item.name), kindOf(item)));
    } catch (error) {
      unreadable.push({ path, error });
      return [];
    }
  }) as typeof readdirSync;
  const folder = 'folder' in pattern ? pattern.folder.replace(/\/+$/, '') || '/' : '.';
  const { wanted } = selection;
  const root = resolve(folder);
  const named = (path: string) => {
    const file = relative(root, path).replaceAll(sep, '/');
    return folder === '.' ? file : `${folder === '/' ? '' : folder}/${file}`;
  };
  const isIgnored = selection.gitignore ? createGitIgnore(root) : () => false;
  const isLeftOut = (path: string, kind: 'file' | 'directory') =>
    selection.skip?.(named(path), kind) === true || isIgnored(path, kind);
  const everyFile = wanted === undefined ? '**/*.json' : '**';
  const glob = 'folder' in pattern ? everyFile : pattern.glob.replaceAll('\\', '/');
  const found = fastGlob.sync(glob, {
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
  const counts = (file: string) =>
    // What a glob names without a wildcard has not been met on the way.
    'folder' in pattern ? (wanted?.(file) ?? true) : !isLeftOut(resolve(file), 'file');
  return { files: files.filter((file) => counts(file) && isFile(file)), unreadable };
}

function kindOf(item: Dirent): 'file' | 'directory' {
  return item.isDirectory() ? 'directory' : 'file';
}

function isFile(path: string): boolean {
  // A link that leads nowhere is passed on: reading it says so.
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
}
