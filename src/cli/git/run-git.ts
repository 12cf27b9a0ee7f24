import { inBackticks } from '../../model/in-backticks.ts';
import type { GitCall, RunGit } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Names of the environment that say which repository is meant, and which state of it: git sets them for hooks, and they would
 * lead to another one. What `GIT_CONFIG_*` says is kept: a container may be told by it that the folder is safe.
 */
const ofRepository =
  /^GIT_(?!EXEC_PATH$|CONFIG_|CEILING_DIRECTORIES$|DISCOVERY_ACROSS_FILESYSTEM$|SSL|TRACE)/u;

/**
 * Runs git as a process of its own: no shell, nothing fetched, nothing written, no question asked.
 * @throws UsageError where there is no git.
 */
export const runGit: RunGit = ({ args, input = '' }) => {
  // Not imported: loading it would take its time in every run.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const inherited = Object.entries(process.env).filter(
    ([name]) => name === 'GIT_CONFIG_PARAMETERS' || !ofRepository.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    GIT_NO_LAZY_FETCH: '1',
    // Older versions do not know that one.
    GIT_ALLOW_PROTOCOL: 'none',
    // The commit itself counts, not what is put in the place of its files on this machine.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
  const { status, stdout, stderr, error } = spawnSync('git', [...args], {
    env,
    input,
    maxBuffer: Number.POSITIVE_INFINITY,
    windowsHide: true,
  });
  if (error !== undefined) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError(
        'git is not installed, or not on the PATH: `--against` reads the old files with it',
      );
    throw new UsageError(`git cannot be run: ${error.message}`);
  }
  const [first = ''] = stderr.toString('utf8').split('\n');
  return { ok: status === 0, stdout, error: first.replace(/^(?:fatal|error): /u, '') };
};

/** What git wrote, where it has to succeed. @throws UsageError with what git says. */
export function gitOutput(run: RunGit, call: GitCall): Buffer {
  const { ok, stdout, error } = run(call);
  if (!ok) throw new UsageError(`${inBackticks(`git ${call.args[0]}`)} failed: ${error}`);
  return stdout;
}
