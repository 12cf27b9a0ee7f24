import { posix, sep } from 'node:path';
import { inBackticks } from '../../model/in-backticks.ts';
import type { RunGit } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { gitOutput } from './run-git.ts';

/** What a tree of git holds at a path. */
export interface TreeItem {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'submodule';
  readonly object: string;
  /** In bytes. */
  readonly size: number;
}

/** Where the call is made: the root of the repository, and the path from there to the working directory, with a final `/`. */
export interface GitPlace {
  readonly root: string;
  readonly prefix: string;
}

/** The repository of the working directory. @throws UsageError outside of one. */
export function gitPlace(run: RunGit, working: string): GitPlace {
  const { ok, stdout, error } = run({ args: ['rev-parse', '--show-prefix'] });
  if (!ok) {
    const isNone = error.startsWith('not a git repository');
    throw new UsageError(
      isNone
        ? '`--against` compares with a commit, but the working directory is not in a git repository'
        : `git cannot tell the repository of the working directory: ${error}`,
    );
  }
  // Folders may have line breaks in their names: only the last one is git's.
  const prefix = stdout.toString('utf8').replace(/\n$/u, '');
  const up = prefix
    .split('/')
    .slice(1)
    .map(() => '..');
  return { root: posix.resolve(slashed(working), ...up), prefix };
}

/**
 * The files of a commit, read in one go: git is asked for the list once, and for contents once for all that are announced.
 */
export class GitTree {
  readonly items: readonly TreeItem[];
  readonly #run: RunGit;
  readonly #contents = new Map<string, Buffer | undefined>();

  /** @throws UsageError where no commit has that name. */
  constructor(reference: string, run: RunGit) {
    this.#run = run;
    const commit = commitOf(reference, run);
    const args = ['ls-tree', '-r', '-z', '--full-tree'];
    const withSizes = run({ args: [...args, '-l', commit] });
    // In a partial clone git does not know the sizes of all files.
    const list = withSizes.ok ? withSizes.stdout : gitOutput(run, { args: [...args, commit] });
    this.items = list.toString('utf8').split('\0').flatMap(itemOf);
  }

  /** Gets the contents of files that will be asked for; as many as fit into a bound. */
  announce(items: readonly TreeItem[]): void {
    let bytes = 0;
    const wanted = items.filter(({ kind, object, size }) => {
      if (kind === 'submodule' || this.#contents.has(object) || size > mostOfOne) return false;
      bytes += size;
      return bytes <= mostOfAll;
    });
    this.#get(wanted.map(({ object }) => object));
  }

  /** @returns `undefined` for a content that the clone does not hold, as a partial one may not. */
  contentOf(item: TreeItem): Buffer | undefined {
    if (!this.#contents.has(item.object)) this.#get([item.object]);
    return this.#contents.get(item.object);
  }

  #get(objects: readonly string[]): void {
    let left = objects;
    // Git may end at a content that a partial clone does not hold: what comes after it is asked for again.
    for (let ends = 0; left.length > 0; ends++) {
      const { ok, stdout } = this.#run({ args: ['cat-file', '--batch'], input: `${left.join('\n')}\n` });
      const read = this.#keep(stdout, left);
      if (ok || ends === mostEnds) {
        for (const object of left.slice(read)) this.#contents.set(object, undefined);
        return;
      }
      const [lacking] = left.slice(read);
      if (lacking !== undefined) this.#contents.set(lacking, undefined);
      left = left.slice(read + 1);
    }
  }

  /** Keeps the contents that git wrote. @returns how many of the objects it answered for */
  #keep(output: Buffer, objects: readonly string[]): number {
    let at = 0;
    for (const [index, object] of objects.entries()) {
      const end = output.indexOf(10, at);
      if (end < 0) return index;
      const [, type, size] = output.toString('latin1', at, end).split(' ');
      const start = end + 1;
      const after = start + (type === 'blob' ? Number(size) : 0);
      if (after > output.length) return index;
      this.#contents.set(object, type === 'blob' ? output.subarray(start, after) : undefined);
      at = type === 'blob' ? after + 1 : start;
    }
    return objects.length;
  }
}

/** What git tracks in the working tree: files, and the folders that they are in, from the root of the repository. */
export function trackedFiles(run: RunGit): ReadonlySet<string> {
  const list = gitOutput(run, { args: ['ls-files', '-z', '--full-name', ':/'] });
  const tracked = new Set<string>();
  for (const path of list.toString('utf8').split('\0')) {
    for (
      let step = path;
      step !== '' && !tracked.has(step);
      step = step.slice(0, Math.max(step.lastIndexOf('/'), 0))
    )
      tracked.add(step);
  }
  return tracked;
}

/** How often git is asked again after it ended early. */
const mostEnds = 20;

/** Bytes of a file that is read beforehand, and of all of them together. */
const mostOfOne = 16 * 1024 * 1024;
const mostOfAll = 256 * 1024 * 1024;

function commitOf(reference: string, run: RunGit): string {
  const resolve = (name: string) =>
    run({ args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`] });
  const { ok, stdout } = resolve(reference);
  if (ok) return stdout.toString('latin1').trim();
  const isShallow = run({ args: ['rev-parse', '--is-shallow-repository'] })
    .stdout.toString('latin1')
    .trim();
  const written = inBackticks(reference);
  throw new UsageError(
    isShallow === 'true'
      ? `the commit ${written} is not in this clone, which is shallow: fetch more of it (\`fetch-depth: 0\` of actions/checkout, \`GIT_DEPTH: 0\` of GitLab, \`git fetch --unshallow\`)`
      : resolve(`refs/remotes/origin/${reference}`).ok
        ? `${written} names no commit of this repository: did you mean ${inBackticks(`origin/${reference}`)}?`
        : `${written} names no commit of this repository: name a branch, a tag or a commit, such as \`HEAD~1\` or \`origin/main\``,
  );
}

/** A path with `/` between its steps. Elsewhere than on Windows a backslash is a character of a name. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** One entry of `git ls-tree -l -z`: `100644 blob <object> <size>\t<path>`. */
function itemOf(entry: string): readonly TreeItem[] {
  const tab = entry.indexOf('\t');
  if (tab < 0) return [];
  const [mode = '', , object = '', size = ''] = entry.slice(0, tab).split(/ +/u);
  const kind = mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file';
  return [{ path: entry.slice(tab + 1), kind, object, size: Number(size) || 0 }];
}
