import { inBackticks } from '../model/in-backticks.ts';
import { isUsageError } from './usage-error.ts';

/** A failure of ours, and the file that it happened with: whoever reports it needs the name. */
class FileFailure extends Error {
  constructor(file: string, cause: unknown) {
    super(`it happened with ${inBackticks(file)}`, { cause });
  }
}

/** What to throw on where something failed with a file that was read: the file is not to blame. A UsageError stays as it is. */
export function failureWith(file: string, error: unknown): unknown {
  return isUsageError(error) || error instanceof FileFailure ? error : new FileFailure(file, error);
}

/** What is told of a failure of ours: that it is one, with which file, and where in the program. */
export function tellOwnFailure(error: unknown): string {
  const lines = ['iamscope: this is a bug in iamscope, not in your policies; please report it'];
  for (let at = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
    const text = at instanceof FileFailure ? at.message : at instanceof Error ? at.stack : undefined;
    lines.push(text ?? String(at));
  }
  return `${lines.join('\n')}\n`;
}
