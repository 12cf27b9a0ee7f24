/** Exit codes of every command (design section 4). */
export const exitCodes = {
  /** `lint`: nothing at or above the threshold; `can`: allowed; else: done. */
  ok: 0,
  /** `lint`: findings; `can`: not-allowed or denied; `catalogue build --check`: stale. */
  findings: 1,
  /** The call or the configuration is wrong, or a named file cannot be read. */
  usage: 2,
  /** `can`: conditional or ungoverned. */
  conditional: 3,
  /** Our own failure. */
  internal: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
