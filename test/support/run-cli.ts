import { main } from '../../src/cli/run.ts';
import { fakeIo } from './fake-io.ts';

/** What one call of the program did. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the program in a world of these files. */
export async function runCli(
  argv: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  stdin = '',
): Promise<CliRun> {
  const io = fakeIo(files, stdin);
  const exitCode = await main(argv, io);
  return { exitCode, stdout: io.stdout(), stderr: io.stderr() };
}

/** The text of a custom policy that allows some actions and denies others. */
export function policyText(allow: readonly string[], deny: readonly string[] = []): string {
  const Statement = [
    ...(allow.length === 0 ? [] : [{ Effect: 'Allow', Action: allow }]),
    ...(deny.length === 0 ? [] : [{ Effect: 'Deny', Action: deny }]),
  ];
  return JSON.stringify({ Version: '1.1', Statement });
}
