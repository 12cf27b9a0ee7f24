import type { Call } from '../arguments/parse-arguments.ts';
import { bashCompletion } from '../completion/completion-bash.ts';
import { fishCompletion } from '../completion/completion-fish.ts';
import { completedCommands, type Shell, shells } from '../completion/completion-grammar.ts';
import { zshCompletion } from '../completion/completion-zsh.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { deliver } from '../output.ts';
import { UsageError } from '../usage-error.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  Shell,
  unknown
>;

/** `iamscope completion <shell>`: a script that lets the shell complete commands, options and their values. */
export async function completion(call: Call, io: Io): Promise<ExitCode> {
  const [name, ...more] = call.positionals;
  const shell = shells.find((known) => known === name);
  if (shell === undefined || more.length > 0) {
    throw new UsageError(
      `name one shell: ${shells.join(', ')}; for bash, \`eval "$(iamscope completion bash)"\` in \`~/.bashrc\``,
    );
  }
  deliver(scripts[shell](completedCommands()), call, io);
  return exitCodes.ok;
}
