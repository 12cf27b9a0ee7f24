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
export function gitPlace(run: RunGit): GitPlace {
  const { ok, stdout, error } = run({ args: ['rev-parse', '--show-toplevel', '--show-prefix'] });
  if (!ok) {
    const isNone = error.startsWith('not a git repository');
    throw new UsageError(
      isNone
        ? '`--against` compares with a commit, but the working directory is not in a git repository'
        : `git cannot tell the repository of the working directory: ${error}`,
    );
  }
  const [root = '', prefix = ''] = stdout.toString('utf8').split('\n');
  return { root, prefix };
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
    const list = gitOutput(run, { args: ['ls-tree', '-r', '-z', '-l', '--full-tree', commit] });
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
    if (objects.length === 0) return;
    const output = gitOutput(this.#run, { args: ['cat-file', '--batch'], input: `${objects.join('\n')}\n` });
    let at = 0;
    for (const object of objects) {
      const end = output.indexOf(10, at);
      const [, type, size] = output.toString('latin1', at, end).split(' ');
      const start = end + 1;
      if (type !== 'blob') {
        this.#contents.set(object, undefined);
        at = start;
        continue;
      }
      const after = start + Number(size);
      this.#contents.set(object, output.subarray(start, after));
      at = after + 1;
    }
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

/** Bytes of a file that is read beforehand, and of all of them together. */
const mostOfOne = 16 * 1024 * 1024;
const mostOfAll = 256 * 1024 * 1024;

function commitOf(reference: string, run: RunGit): string {
  const { ok, stdout } = run({
    args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`],
  });
  if (ok) return stdout.toString('latin1').trim();
  const isShallow = run({ args: ['rev-parse', '--is-shallow-repository'] })
    .stdout.toString('latin1')
    .trim();
  const written = inBackticks(reference);
  throw new UsageError(
    isShallow === 'true'
      ? `the commit ${written} is not in this clone, which is shallow: fetch more of it (\`fetch-depth: 0\` of actions/checkout, \`GIT_DEPTH: 0\` of GitLab, \`git fetch --unshallow\`)`
      : `${written} names no commit of this repository: name a branch, a tag or a commit, such as \`HEAD~1\` or \`origin/main\``,
  );
}

/** One entry of `git ls-tree -l -z`: `100644 blob <object> <size>\t<path>`. */
function itemOf(entry: string): readonly TreeItem[] {
  const tab = entry.indexOf('\t');
  if (tab < 0) return [];
  const [mode = '', , object = '', size = ''] = entry.slice(0, tab).split(/ +/u);
  const kind = mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file';
  return [{ path: entry.slice(tab + 1), kind, object, size: Number(size) || 0 }];
}
