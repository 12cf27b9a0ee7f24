/**
 * The call is wrong, not the policy: shown on stderr, exit code 2. Told apart by `name`, since library files
 * carry a class of their own.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Further lines on stderr. */
  readonly lines: readonly string[];
  /** What goes to stdout where the results are wanted as JSON. */
  readonly json: object | undefined;

  constructor(message: string, more: { readonly lines?: readonly string[]; readonly json?: object } = {}) {
    super(message);
    this.lines = more.lines ?? [];
    this.json = more.json;
  }
}

/** Whether a caught value is a {@link UsageError}, of whichever file of the program. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}
