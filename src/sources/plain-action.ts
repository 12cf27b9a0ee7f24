/**
 * Whether a line is one action and nothing else, in the plainest form: most lines are, and need no further reading.
 * Wildcards, remarks, labels and glued actions are read with more care.
 */
export function isPlainAction(line: string): boolean {
  return /^[a-z][a-z0-9]*:[a-z0-9-]+:[a-z0-9]+$/iu.test(line);
}
