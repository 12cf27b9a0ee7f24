import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type Glob, readGlob } from '../../lint/adoption/glob.ts';

/** The patterns of one file of git's, the last first, and the folder that they are relative to. */
interface Patterns {
  readonly folder: string;
  readonly patterns: readonly Pattern[];
}

interface Pattern extends Pick<Glob, 'matches'> {
  /** Takes in again what others ignore. */
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** Bytes of a file of git's that are read; a larger one is taken for none. */
const mostBytes = 1024 * 1024;

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

/** Whether git ignores a folder or file of this path, or a folder that it would lie in, in the repository worked in. */
export function isGitIgnored(path: string): boolean {
  const isIgnored = createGitIgnore('.');
  const top = findRepository(resolve('.')) ?? resolve('.');
  for (let step = resolve(path); step.startsWith(`${top}${sep}`); step = dirname(step))
    if (isIgnored(step, 'directory')) return true;
  return false;
}

/** Git asks the patterns nearest to the file first, and of a file's patterns the last. */
function test(list: readonly Patterns[], path: string, kind: 'file' | 'directory'): boolean {
  for (const { folder, patterns } of list) {
    const base = folder.endsWith(sep) ? folder : `${folder}${sep}`;
    if (!path.startsWith(base)) continue;
    const name = path.slice(base.length).replaceAll(sep, '/');
    const last = patterns.find(
      ({ foldersOnly, matches }) => (kind === 'directory' || !foldersOnly) && matches(name),
    );
    if (last !== undefined) return !last.negated;
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
  const lines =
    readIfThere(file)
      ?.replace(/^\uFEFF/u, '')
      .split(/\r?\n/u) ?? [];
  const patterns = lines.flatMap(readPattern).reverse();
  return patterns.length === 0 ? [] : [{ folder, patterns }];
}

/** One without a slash before its end matches at any depth. */
function readPattern(line: string): readonly Pattern[] {
  if (line.startsWith('#')) return [];
  const written = withoutBlanks(line);
  const negated = written.startsWith('!');
  const text = negated ? written.slice(1) : written;
  const foldersOnly = text.endsWith('/');
  const path = foldersOnly ? text.slice(0, -1) : text;
  if (path === '') return [];
  const glob = path.includes('/') ? path.replace(/^\//u, '') : `**/${path}`;
  return [{ ...readGlob(glob, 'git'), negated, foldersOnly }];
}

/** Blanks at the end do not count, unless a backslash is before the first of them. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end -= 1;
  const backslashes = /\\*$/u.exec(line.slice(0, end))?.[0].length ?? 0;
  return end < line.length && backslashes % 2 === 1 ? line.slice(0, end + 1) : line.slice(0, end);
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

/** Regular files of a size that is to be expected: whatever else has their name could be waited for forever. */
function readIfThere(file: string): string | undefined {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(descriptor);
      return stats.isFile() && stats.size <= mostBytes ? readFileSync(descriptor, 'utf8') : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Not there, or not to be read: git, too, goes on without it.
    return undefined;
  }
}
