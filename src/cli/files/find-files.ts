import { type Dirent, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileSelection, FilesFound } from '../io.ts';
import { isAccessTestFile } from './access-test-name.ts';
import { configNames } from './config-names.ts';
import { createGitIgnore } from './git-ignore.ts';

/** Folders that never hold policies of one's own. */
export const ignored: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  // Copies of modules.
  '.terraform',
  '.terragrunt-cache',
]);

/** Files that may hold policies; not the configuration. */
export function mayHoldPolicies(path: string): boolean {
  return (
    /\.(?:json|ya?ml|tf|tofu)$/iu.test(path) &&
    !configNames.includes(path.slice(path.lastIndexOf('/') + 1)) &&
    !isAccessTestFile(path)
  );
}

/** Finds the JSON, YAML and Terraform files below a folder, or those that the selection wants. */
export function findFiles(folder: string, selection: FileSelection): FilesFound {
  const found = new SortedFinds(folder, selection);
  const wanted = selection.wanted ?? mayHoldPolicies;
  const folders = [folder.replace(/\/+$/, '') || '/'];
  // Appended to while it is gone through: depth costs no stack.
  for (const path of folders) {
    for (const item of found.itemsOf(path)) {
      const at = pathBelow(path, item.name);
      if (!item.isDirectory()) {
        if (wanted(at)) found.add(at, item);
      } else if (!ignored.has(item.name)) {
        folders.push(at);
      }
    }
  }
  return found.sorted();
}

/** The path of what lies in a folder, as the user would name it. */
export function pathBelow(folder: string, name: string): string {
  return `${folder === '.' ? '' : folder === '/' ? '/' : `${folder}/`}${name}`;
}

/** What a kind of file tells without opening it; directory entries and what links lead to answer alike. */
type Kind = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/**
 * Tells finds apart, and leaves out what the selection leaves out. Links to files are files; links to folders are not
 * followed, so that a circle of links does no harm; pipes and devices are not opened, since reading them could wait
 * forever.
 */
export class SortedFinds {
  readonly #files: string[] = [];
  readonly #unreadable: FilesFound['unreadable'][number][] = [];
  readonly #others: string[] = [];
  readonly #skip: NonNullable<FileSelection['skip']>;
  readonly #isIgnored: ReturnType<typeof createGitIgnore>;

  /** @param root the folder that is looked through */
  constructor(root: string, { skip = () => false, gitignore }: FileSelection) {
    this.#skip = skip;
    this.#isIgnored = gitignore ? createGitIgnore(resolve(root)) : () => false;
  }

  /** What counts of a folder's content. */
  itemsOf(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).filter(
        (item) => !this.isLeftOut(pathBelow(folder, item.name), item.isDirectory() ? 'directory' : 'file'),
      );
    } catch (error) {
      this.#unreadable.push({ path: folder, error, kind: 'folder' });
      return [];
    }
  }

  isLeftOut(path: string, kind: 'file' | 'directory'): boolean {
    return this.#skip(path, kind) || this.#isIgnored(resolve(path), kind);
  }

  /** @param item absent: looked at here */
  add(path: string, item?: Kind): void {
    try {
      const kind = item === undefined || item.isSymbolicLink() ? statSync(path) : item;
      if (kind.isFile()) this.#files.push(path);
      else if (!kind.isDirectory()) this.#others.push(path);
    } catch (error) {
      this.#unreadable.push({ path, error, kind: 'link' });
    }
  }

  sorted(): FilesFound {
    return { files: this.#files.sort(), unreadable: this.#unreadable, others: this.#others.sort() };
  }
}
