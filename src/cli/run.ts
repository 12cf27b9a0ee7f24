import { terminalText } from '../reporters/terminal-text.ts';
import type { CommandName } from './arguments/options.ts';
import { type Call, parseArguments } from './arguments/parse-arguments.ts';
import { prepareCall } from './arguments/prepare-call.ts';
import { can } from './commands/can.ts';
import { catalogue } from './commands/catalogue.ts';
import { completion } from './commands/completion.ts';
import { explain } from './commands/explain.ts';
import { init } from './commands/init.ts';
import { lint } from './commands/lint.ts';
import { report } from './commands/report.ts';
import { whoCan } from './commands/who-can.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { isUsageError } from './usage-error.ts';

type Command = (call: Call, io: Io) => Promise<ExitCode>;

const run: Readonly<Record<CommandName, Command>> = {
  lint,
  report,
  can,
  'who-can': whoCan,
  explain,
  init,
  catalogue,
  completion,
};

/**
 * Runs one call of the program.
 * @param argv the arguments after the program's name
 * @returns the exit code; a {@link UsageError} has been shown. Anything else that is thrown is our own failure.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const invocation = parseArguments(argv);
    switch (invocation.kind) {
      case 'version':
        io.out(`${(JSON.parse(io.readData('version.json')) as { version: string }).version}\n`);
        return exitCodes.ok;
      case 'help':
        io.out(await (await import('./arguments/help.ts')).renderHelp(invocation.command));
        return exitCodes.ok;
      case 'call':
        return await run[invocation.call.command.name](await prepareCall(invocation.call, io), io);
    }
  } catch (error) {
    const message = isUsageError(error) ? error.message : lostFolder(error);
    if (message === undefined) throw error;
    io.err(`iamscope: ${terminalText(message)}\n`);
    return exitCodes.usage;
  }
}

/** What is said where the working folder was removed: nothing that is relative to it can be found. */
function lostFolder(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall === 'uv_cwd' ? 'the working folder was removed' : undefined;
}
