import type { CompletionArguments, Shell } from '../arguments/read-arguments.ts';
import { bashCompletion } from '../completion/completion-bash.ts';
import { fishCompletion } from '../completion/completion-fish.ts';
import { completedCommands } from '../completion/completion-grammar.ts';
import { zshCompletion } from '../completion/completion-zsh.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { deliver } from '../output.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  Shell,
  unknown
>;

/** `iamscope completion <shell>`: a script that lets the shell complete commands, options and their values. */
export async function completion({ shell, destination }: CompletionArguments, io: Io): Promise<ExitCode> {
  const { rules } = await import('../../rules/rules.ts');
  deliver(scripts[shell](completedCommands(rules.map(({ id }) => id))), destination, io);
  return exitCodes.ok;
}
