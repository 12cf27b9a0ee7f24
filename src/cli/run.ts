import { jsonText } from '../reporters/json-text.ts';
import { terminalText } from '../reporters/terminal-text.ts';
import { type Arguments, readArguments } from './arguments/read-arguments.ts';
import { lint } from './commands/lint.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { type Destination, deliver } from './output.ts';
import { isUsageError } from './usage-error.ts';

/**
 * Runs one call of the program.
 * @param argv the arguments after the program's name
 * @returns the exit code; a {@link UsageError} has been shown. Anything else that is thrown is our own failure.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let call: Arguments | undefined;
  try {
    call = await readArguments(argv, io);
    return await run(call, io);
  } catch (error) {
    const message = isUsageError(error) ? error.message : lostFolder(error);
    if (message === undefined) throw error;
    if (isUsageError(error) && error.json !== undefined && call !== undefined && wantsJson(call))
      deliver(`${jsonText(error.json, 2)}\n`, call.destination, io);
    io.err(`iamscope: ${terminalText(message)}\n`);
    for (const line of isUsageError(error) ? error.lines : []) io.err(`  ${terminalText(line)}\n`);
    return exitCodes.usage;
  }
}

type WithResults = Extract<Arguments, { format: unknown; destination: Destination }>;

function wantsJson(call: Arguments): call is WithResults {
  return 'format' in call && call.format === 'json';
}

async function run(call: Arguments, io: Io): Promise<ExitCode> {
  switch (call.command) {
    case 'version':
      io.out(`${(JSON.parse(io.readData('version.json')) as { version: string }).version}\n`);
      return exitCodes.ok;
    case 'help':
      io.out(await (await import('./arguments/help.ts')).renderHelp(call.topic));
      return exitCodes.ok;
    case 'lint':
      return await lint(call, io);
    default:
      return await runOther(call, io);
  }
}

async function runOther(
  call: Exclude<Arguments, { readonly command: 'version' | 'help' | 'lint' }>,
  io: Io,
): Promise<ExitCode> {
  const commands = await import('./commands/other-commands.ts');
  switch (call.command) {
    case 'report':
      return await commands.report(call, io);
    case 'can':
      return await commands.can(call, io);
    case 'who-can':
      return await commands.whoCan(call, io);
    case 'diff':
      return await commands.diff(call, io);
    case 'expand':
      return await commands.expand(call, io);
    case 'generate':
      return await commands.generate(call, io);
    case 'test':
      return await commands.test(call, io);
    case 'explain':
      return await commands.explain(call, io);
    case 'init':
      return await commands.init(call, io);
    case 'catalogue':
      return await commands.catalogue(call, io);
    case 'completion':
      return await commands.completion(call, io);
  }
}

/** What is said where the working folder was removed: nothing that is relative to it can be found. */
function lostFolder(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall === 'uv_cwd' ? 'the working folder was removed' : undefined;
}
