import { type Dirent, readdirSync, statSync } from 'node:fs';
import type { FilesFound } from './io.ts';

/** Folders that never hold policies of one's own. */
const ignored: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Files that may hold policies. */
const wanted = /\.(?:json|ya?ml)$/iu;

/** Finds the JSON and YAML files below a folder. */
export function findFiles(folder: string): FilesFound {
  const found = new SortedFinds();
  const folders = [folder.replace(/\/+$/, '') || '/'];
  // Appended to while it is gone through: depth costs no stack.
  for (const path of folders) {
    const prefix = path === '.' ? '' : path === '/' ? '/' : `${path}/`;
    for (const item of found.itemsOf(path)) {
      const at = prefix + item.name;
      if (!item.isDirectory()) {
        if (wanted.test(item.name)) found.add(at, item);
      } else if (!ignored.has(item.name)) {
        folders.push(at);
      }
    }
  }
  return found.sorted();
}

/** What a kind of file tells without opening it; directory entries and what links lead to answer alike. */
type Kind = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/**
 * Tells finds apart. Links to files are files; links to folders are not followed, so that a circle of links does no
 * harm; pipes and devices are not opened, since reading them could wait forever.
 */
export class SortedFinds {
  readonly #files: string[] = [];
  readonly #unreadable: { path: string; error: unknown }[] = [];
  readonly #others: string[] = [];

  itemsOf(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.#unreadable.push({ path: folder, error });
      return [];
    }
  }

  /** @param item absent: looked at here */
  add(path: string, item?: Kind): void {
    try {
      const kind = item === undefined || item.isSymbolicLink() ? statSync(path) : item;
      if (kind.isFile()) this.#files.push(path);
      else if (!kind.isDirectory()) this.#others.push(path);
    } catch (error) {
      this.#unreadable.push({ path, error });
    }
  }

  sorted(): FilesFound {
    return { files: this.#files.sort(), unreadable: this.#unreadable, others: this.#others.sort() };
  }
}
