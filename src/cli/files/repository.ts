import type { Io } from '../io.ts';

/**
 * The working directory and the folders above it up to the root of its repository, as relative paths that are empty or end
 * with a slash; `undefined` outside of a repository.
 */
export function foldersToRoot(io: Io): readonly string[] | undefined {
  const depth = io.workingDirectory().split(/[\\/]/u).filter(Boolean).length;
  const folders = Array.from({ length: depth + 1 }, (_, steps) => '../'.repeat(steps));
  const root = folders.findIndex((folder) => io.kindOf(`${folder}.git`) !== 'missing');
  return root < 0 ? undefined : folders.slice(0, root + 1);
}
