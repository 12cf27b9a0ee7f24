import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import createIgnore, { type Ignore } from 'ignore';

/** The patterns of one file of git's, and the folder that they are relative to. */
interface Patterns {
  readonly folder: string;
  readonly test: Ignore['test'];
}

/**
 * Whether git ignores a path, as far as the repository says: `.gitignore` in every folder and `.git/info/exclude`, not
 * what a user configures for all repositories, since findings would differ from one machine to another. The caller does
 * not ask for what lies in a folder that is ignored.
 * @param root the folder that is looked through. One that is itself ignored is looked through all the same, since it is named.
 */
export function createGitIgnore(root: string): (path: string, kind: 'file' | 'directory') => boolean {
  const start = resolve(root);
  const repository = findRepository(start);
  const whole = patternsFrom(repository ?? start, repository === undefined ? [] : excludes(repository));
  const isIgnored = (path: string, kind: 'file' | 'directory') => test(whole(dirname(path)), path, kind);
  if (repository === undefined) return isIgnored;
  for (let folder = start; folder !== repository; folder = dirname(folder)) {
    if (!isIgnored(folder, 'directory')) continue;
    const inside = patternsFrom(start, []);
    return (path, kind) => test(inside(dirname(path)), path, kind);
  }
  return isIgnored;
}

/** Git asks the patterns nearest to the file first, and of a file's patterns the last. */
function test(list: readonly Patterns[], path: string, kind: 'file' | 'directory'): boolean {
  for (const { folder, test } of list) {
    const base = folder.endsWith(sep) ? folder : `${folder}${sep}`;
    if (!path.startsWith(base)) continue;
    const name = path.slice(base.length).replaceAll(sep, '/');
    const { ignored, unignored } = test(kind === 'directory' ? `${name}/` : name);
    if (unignored) return false;
    // What holds the path is not ignored, or nobody would ask: patterns nearer to it have taken it in again. Whether the
    // path is then ignored on its own account the library does not say: looking at too much is better than at too little.
    const holder = name.slice(0, name.lastIndexOf('/') + 1);
    if (ignored && (holder === '' || !test(holder).ignored)) return true;
  }
  return false;
}

/** The patterns that count in a folder, the nearest first; read when first asked for. */
function patternsFrom(top: string, outermost: readonly Patterns[]): (folder: string) => readonly Patterns[] {
  const known = new Map<string, readonly Patterns[]>();
  const below = top.endsWith(sep) ? top : `${top}${sep}`;
  const patternsOf = (folder: string): readonly Patterns[] => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const outer = folder.startsWith(below) ? patternsOf(dirname(folder)) : outermost;
    const patterns = [...readPatterns(join(folder, '.gitignore'), folder), ...outer];
    known.set(folder, patterns);
    return patterns;
  };
  return patternsOf;
}

function readPatterns(file: string, folder: string): readonly Patterns[] {
  const text = readIfThere(file);
  if (text === undefined) return [];
  const ignore = createIgnore({ ignorecase: false }).add(text.replace(/^\uFEFF/u, ''));
  return [{ folder, test: (path) => ignore.test(path) }];
}

/** The folder of the repository that a folder lies in. */
function findRepository(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function excludes(repository: string): readonly Patterns[] {
  const git = join(repository, '.git');
  // In a worktree and in a submodule `.git` is a file that says where the rest is.
  const link = /^gitdir: (.+)$/mu.exec(readIfThere(git) ?? '')?.[1];
  const own = link === undefined ? git : resolve(repository, link);
  const common = readIfThere(join(own, 'commondir'))?.trim();
  return readPatterns(join(common === undefined ? own : resolve(own, common), 'info', 'exclude'), repository);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or not a file to be read: git, too, goes on without it.
    return undefined;
  }
}
