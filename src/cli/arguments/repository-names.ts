import { relativePath } from '../../lint/adoption/file-globs.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { foldersToRoot } from '../files/repository.ts';
import type { Io } from '../io.ts';
import { unnamedStdin } from './common-arguments.ts';

/**
 * Names of files from the root of the repository, as services that show results beside the code want them, whatever folder the
 * program was started in. What lies outside keeps the name that the call gives it.
 */
export function repositoryNames(io: Io): (file: string) => string {
  const pathOf = absolutePaths(io);
  // Without a repository, what the CI service says.
  const root = pathOf(
    foldersToRoot(io)?.at(-1) ?? io.variable('GITHUB_WORKSPACE') ?? io.variable('CI_PROJECT_DIR') ?? '.',
  );
  return (file) => {
    if (file === unnamedStdin) return file;
    const name = relativePath(root, pathOf(file));
    return name === '' || name.startsWith('../') ? file : name;
  };
}
