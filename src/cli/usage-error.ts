/**
 * The call is wrong, not the policy: shown as one line on stderr, exit code 2. Told apart by `name`, since library files
 * carry a class of their own.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Whether a caught value is a {@link UsageError}, of whichever file of the program. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}
