import { globMatcher } from '../../lint/adoption/file-globs.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import type { FileSelection, Io } from '../io.ts';
import type { Config, ConfiguredGlobs } from './config.ts';

/** What a configuration takes in and leaves out, and which of its globs have matched something. */
export interface ConfiguredFiles extends Pick<FileSelection, 'wanted' | 'skip'> {
  /** The globs of `include` and `exclude`, one each, that have matched nothing so far. */
  readonly unmet: () => readonly ConfiguredGlobs[];
}

/** Which files the configuration takes in, where there is one; what git ignores is left out as `gitignore` says. */
export function fileSelection(
  { config, gitignore }: { readonly config: Config | undefined; readonly gitignore: boolean },
  io: Io,
): FileSelection & Partial<Pick<ConfiguredFiles, 'unmet'>> {
  if (config === undefined || (config.include === undefined && config.exclude.length === 0))
    return { gitignore };
  return { gitignore, ...configuredFiles(config, io) };
}

/** What `include` and `exclude` of a configuration take in and leave out. */
export function configuredFiles({ include, exclude, globs }: Config, io: Io): ConfiguredFiles {
  const pathOf = absolutePaths(io);
  const wanted = include && globMatcher(include);
  const excluded = exclude.map((one) => ({
    matches: globMatcher(one),
    // Where files are taken in again, their folders have to be looked into.
    alone: !one.globs.some((glob) => glob.startsWith('!')),
  }));
  const [included, left] = [unmetGlobs(globs, 'include'), unmetGlobs(globs, 'exclude')];
  return {
    unmet: () => [...included.list(), ...left.list()],
    ...(wanted === undefined
      ? {}
      : {
          wanted(path) {
            const absolute = pathOf(path);
            included.met(absolute);
            return wanted(absolute);
          },
        }),
    ...(excluded.length === 0
      ? {}
      : {
          skip(path, kind) {
            const absolute = pathOf(path);
            left.met(absolute);
            return excluded.some(({ matches, alone }) => (alone || kind === 'file') && matches(absolute));
          },
        }),
  };
}

/** The globs of a setting, until something is met that they match. */
function unmetGlobs(all: readonly ConfiguredGlobs[], setting: string) {
  let open = oneByOne(all.filter((globs) => globs.setting === setting)).map((globs) => ({
    globs,
    matches: globMatcher(globs.files),
  }));
  return {
    met(path: string): void {
      if (open.some(({ matches }) => matches(path))) open = open.filter(({ matches }) => !matches(path));
    },
    list: (): readonly ConfiguredGlobs[] => open.map(({ globs }) => globs),
  };
}

/** Each glob for itself; what it leaves out again counts as what it matches. */
export function oneByOne(all: readonly ConfiguredGlobs[]): readonly ConfiguredGlobs[] {
  return all.flatMap(({ files, ...rest }) =>
    files.globs.map((glob) => ({ ...rest, files: { ...files, globs: [glob.replace(/^!/u, '')] } })),
  );
}

/**
 * Whether a glob holds a backslash that was meant for a slash. A backslash takes the meaning of the character after it; this
 * one stands before a character that has none.
 */
export function holdsStrayBackslash(glob: string): boolean {
  return glob.replace(/\\[*?[\]{}()!,#@+^\\ -]/gu, '').includes('\\');
}
