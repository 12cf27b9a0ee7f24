import { posix } from 'node:path';
import { GlobFault, readGlob } from '../../lint/adoption/glob.ts';
import { ignored, mayHoldPolicies, pathBelow } from '../files/find-files.ts';
import type { FileSelection, FilesFound, Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { type GitPlace, type GitTree, slashed, type TreeItem } from './git-tree.ts';

/** The files of a commit as the commands see files, with everything else as it is. Links and submodules are not followed. */
export interface GitIo extends Io {
  /** What of a link or submodule was met, by its path as the user would name it. */
  readonly notFollowed: ReadonlyMap<string, TreeItem>;
  /** Files whose content was asked for and is not in the clone. */
  readonly lacking: ReadonlySet<string>;
  /** The link or submodule that leads to a path. */
  leftAbove(path: string): TreeItem | undefined;
  /** The link or submodule of a path. */
  leftAt(path: string): TreeItem | undefined;
  /** Whether a path is outside of the repository. */
  isOutside(path: string): boolean;
  /** What a link says. */
  linkText(link: TreeItem): string | undefined;
}

/** The world of a commit: paths are as the user names them in the working directory. */
export function gitIo(io: Io, tree: GitTree, { root, prefix }: GitPlace): GitIo {
  const folders = foldersOf(tree.items);
  const notFollowed = new Map<string, TreeItem>();
  const lacking = new Set<string>();
  const top = root === '/' ? '/' : `${root}/`;
  const working = slashed(io.workingDirectory()).replace(/\/+$/u, '');
  /** From the root of the repository; `undefined` outside of it. */
  const placeOf = (path: string): string | undefined => {
    const written = slashed(path);
    const absolute = posix.isAbsolute(written) || /^[A-Za-z]:\//u.test(written);
    const place = !absolute
      ? posix.normalize(`${prefix}${written}`)
      : `${written}/`.startsWith(top)
        ? posix.normalize(written.slice(top.length) || '.')
        : `${written}/`.startsWith(`${working}/`)
          ? posix.normalize(`${prefix}${written.slice(working.length + 1)}`)
          : '..';
    const trimmed = place.replace(/\/+$/u, '');
    return trimmed === '..' || trimmed.startsWith('../') ? undefined : trimmed === '.' ? '' : trimmed;
  };
  const itemAt = (path: string): TreeItem | undefined => {
    const place = placeOf(path);
    return place === undefined
      ? undefined
      : folders.get(posix.dirname(`/${place}`).slice(1))?.items.get(posix.basename(place));
  };
  const kindOf: Io['kindOf'] = (path) => {
    const place = placeOf(path);
    if (place === undefined) return 'missing';
    if (place === '.git') return 'directory';
    if (folders.has(place)) return 'directory';
    return itemAt(path)?.kind === 'file' ? 'file' : 'missing';
  };
  /** Everything below a folder that counts, with the path as the user would name it. */
  const below = (start: string, counts: (path: string) => boolean, { skip }: FileSelection) => {
    const found: { readonly path: string; readonly item: TreeItem }[] = [];
    const open = [{ name: start, place: placeOf(start) }];
    for (const { name, place } of open) {
      const folder = place === undefined ? undefined : folders.get(place);
      for (const [file, item] of folder?.items ?? []) {
        const path = pathBelow(name, file);
        if (!counts(path) && item.kind !== 'submodule') continue;
        if (skip?.(path, item.kind === 'submodule' ? 'directory' : 'file')) continue;
        if (item.kind === 'file') found.push({ path, item });
        else notFollowed.set(path, item);
      }
      for (const inner of folder?.folders ?? []) {
        const path = pathBelow(name, inner);
        if (!ignored.has(inner) && !skip?.(path, 'directory'))
          open.push({ name: path, place: placeOf(path) });
      }
    }
    tree.announce(found.map(({ item }) => item));
    return found.map(({ path }) => path).sort();
  };
  return {
    ...io,
    colour: io.colour,
    progress: io.progress,
    notFollowed,
    lacking,
    leftAbove(path) {
      const place = placeOf(path) ?? '';
      for (let end = place.indexOf('/'); end >= 0; end = place.indexOf('/', end + 1)) {
        const folder = folders.get(posix.dirname(`/${place.slice(0, end)}`).slice(1));
        const item = folder?.items.get(posix.basename(place.slice(0, end)));
        if (item !== undefined && item.kind !== 'file') return item;
      }
      return undefined;
    },
    leftAt(path) {
      const item = itemAt(path);
      return item?.kind === 'file' ? undefined : item;
    },
    isOutside: (path) => placeOf(path) === undefined,
    linkText: (link) => tree.contentOf(link)?.toString('utf8'),
    readFile(path, most) {
      const item = itemAt(path);
      if (item?.kind !== 'file') throw Object.assign(new Error('not in the commit'), { code: 'ENOENT' });
      const content = tree.contentOf(item);
      if (content === undefined) {
        lacking.add(path);
        throw Object.assign(new Error('not in the clone'), { code: 'EPARTIALCLONE' });
      }
      return (heldByLfs(content, path, io) ?? content).subarray(0, most);
    },
    sizeOf: (path) => itemAt(path)?.size ?? 0,
    kindOf,
    isGitIgnored: () => false,
    namesIn(path) {
      const place = placeOf(path === '' ? '.' : path);
      const folder = place === undefined ? undefined : folders.get(place);
      if (folder === undefined) return undefined;
      const files = [...folder.items].flatMap(([name, { kind }]) => (kind === 'file' ? [name] : []));
      // Who asks for the names in a folder reads what is in it.
      tree.announce(files.flatMap((name) => (mayHoldPolicies(name) ? (folder.items.get(name) ?? []) : [])));
      return [...folder.folders, ...files];
    },
    isSameFile: (one, other) => placeOf(one) === placeOf(other),
    targetOf(path) {
      const place = placeOf(path);
      return { path: place === undefined ? posix.resolve(working, path) : `${top}${place}`, names: 1 };
    },
    listFiles: (path) => below(path, () => true, { gitignore: false }),
    findFiles: async (pattern, selection = { gitignore: false }): Promise<FilesFound> => {
      const files =
        'folder' in pattern
          ? below(
              pattern.folder.replace(/(?<=[^/])\/+$/u, ''),
              selection.wanted ?? mayHoldPolicies,
              selection,
            )
          : globbed(pattern.glob, (start, counts) => below(start, counts, selection));
      return { files, unreadable: [], others: [] };
    },
  };
}

/** What a pointer of Git LFS stands for, where the file is there now and has not changed since. */
function heldByLfs(pointer: Uint8Array, path: string, io: Io): Uint8Array | undefined {
  if (pointer.length > longestPointer) return undefined;
  const text = new TextDecoder().decode(pointer);
  const [, oid] =
    /^version https:\/\/git-lfs\.github\.com\/spec\/.*\noid sha256:([\da-f]{64})\r?$/mu.exec(text) ?? [];
  if (oid === undefined || io.kindOf(path) !== 'file') return undefined;
  try {
    const bytes = io.readFile(path);
    const { createHash } = process.getBuiltinModule('node:crypto');
    return createHash('sha256').update(bytes).digest('hex') === oid ? bytes : undefined;
  } catch {
    // It cannot be read now: nobody knows what the pointer stands for.
    return undefined;
  }
}

/** Bytes that a pointer of Git LFS has at the most, by its specification. */
const longestPointer = 1024;

function globbed(
  written: string,
  find: (start: string, counts: (path: string) => boolean) => readonly string[],
): readonly string[] {
  const text = written.replaceAll('\\', '/').replace(/^(?:\.\/+)+/u, '');
  try {
    const glob = readGlob(text, 'extended');
    const up = /^(?:\.\.\/)*/u.exec(text)?.[0] ?? '';
    return find(up.replace(/\/$/u, '') || '.', (path) => glob.matches(path));
  } catch (error) {
    if (error instanceof GlobFault)
      throw new UsageError(`\`${written}\` is not understood: ${error.message}`);
    throw error;
  }
}

interface TreeFolder {
  readonly items: Map<string, TreeItem>;
  readonly folders: Set<string>;
}

/** What is in each folder, by its path from the root; `''` is the root. */
function foldersOf(items: readonly TreeItem[]): ReadonlyMap<string, TreeFolder> {
  const folders = new Map<string, TreeFolder>();
  const folderAt = (path: string): TreeFolder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const made: TreeFolder = { items: new Map(), folders: new Set() };
    folders.set(path, made);
    if (path !== '') {
      const slash = path.lastIndexOf('/');
      folderAt(path.slice(0, Math.max(slash, 0))).folders.add(path.slice(slash + 1));
    }
    return made;
  };
  folderAt('');
  for (const item of items) {
    const slash = item.path.lastIndexOf('/');
    folderAt(item.path.slice(0, Math.max(slash, 0))).items.set(item.path.slice(slash + 1), item);
  }
  return folders;
}
