import { folderOfGlob, isLiteral, pathMatcher } from './path-globs.ts';

/** Globs as a configuration has them. */
export interface FileGlobs {
  readonly globs: readonly string[];
  /** The folder that they are relative to, as an absolute path with `/`. */
  readonly folder: string;
}

/** Whether globs take in a file, by its absolute path. */
export function globMatcher({ globs, folder }: FileGlobs): (path: string) => boolean {
  const matches = pathMatcher(globs);
  return (path) => matches(relativePath(folder, path));
}

/** A path as seen from a folder; both absolute, with `/` and without steps that lead nowhere. */
export function relativePath(folder: string, path: string): string {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  if (path.startsWith(base)) return path.slice(base.length);
  const from = base.slice(0, -1).split('/');
  const to = path.split('/');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

/** A relative path with the folder that it is relative to before it; steps upwards are taken. */
export function joinPath(folder: string, path: string): string {
  const steps = folder.replace(/\/+$/u, '').split('/');
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/') || '/';
}

/**
 * What a run looked at, as absolute paths. Only of that it can be said that something is there no more: a hook looks at
 * some files of many.
 */
export interface RunCoverage {
  /** Folders that were looked through. */
  readonly folders: readonly string[];
  /** Files that were read. */
  readonly files: ReadonlySet<string>;
  /** Files with syntax errors that may hide what else is wrong in them. */
  readonly broken: ReadonlySet<string>;
  /** Whether a file is there that looking through a folder does not meet, as its name is another than policies have. */
  readonly passedOver: (path: string) => boolean;
  /** Whether a rule took part, as far as the call says. */
  readonly ran: (rule: string) => boolean;
}

/** Whether the run looked at every file that the globs can mean, and could read all of them. */
export function coversGlobs(files: FileGlobs, run: RunCoverage): boolean {
  const wanted = files.globs.filter((glob) => !glob.startsWith('!'));
  const covered = wanted.every((glob) => {
    const path = joinPath(files.folder, folderOfGlob(glob));
    const looked = run.folders.some((walked) => liesIn(path, walked));
    return isLiteral(glob) ? run.files.has(path) || (looked && !run.passedOver(path)) : looked;
  });
  return covered && ![...run.broken].some(globMatcher(files));
}

/** Whether the run would have seen what is in a file, or that the file is gone. */
export function coversFile(path: string, { folders, files, broken, passedOver }: RunCoverage): boolean {
  if (files.has(path)) return !broken.has(path);
  return folders.some((folder) => liesIn(path, folder)) && !passedOver(path);
}

function liesIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
