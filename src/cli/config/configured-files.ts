import { globMatcher } from '../../lint/adoption/file-globs.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import type { FileSelection, Io } from '../io.ts';
import type { Config } from './config.ts';

/** What `include` and `exclude` of a configuration take in and leave out. */
export function configuredFiles(
  { include, exclude }: Config,
  io: Io,
): Pick<FileSelection, 'wanted' | 'skip'> {
  const pathOf = absolutePaths(io);
  const wanted = include && globMatcher(include);
  const excluded = exclude.map((globs) => ({
    matches: globMatcher(globs),
    // Where files are taken in again, their folders have to be looked into.
    alone: !globs.globs.some((glob) => glob.startsWith('!')),
  }));
  return {
    ...(wanted === undefined ? {} : { wanted: (path) => wanted(pathOf(path)) }),
    ...(excluded.length === 0
      ? {}
      : {
          skip(path, kind) {
            const absolute = pathOf(path);
            return excluded.some(({ matches, alone }) => (alone || kind === 'file') && matches(absolute));
          },
        }),
  };
}
