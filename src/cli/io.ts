/**
 * The world as the commands see it: every file, stream and terminal goes through here, so that a test can pass in
 * another one. Paths are as the user names them, relative to the working directory.
 */
export interface Io {
  /** Writes results; bytes as they are. */
  out(text: string | Uint8Array): void;
  /** Writes everything else: errors, hints, progress. */
  err(text: string): void;
  /** @throws the platform's error (`ENOENT`, `EACCES`, …) when the file cannot be read. */
  readFile(path: string): Uint8Array;
  readStdin(): Uint8Array;
  /**
   * Writes a file in one step, folders included: a reader sees the old content or the new one, never half. A file that is
   * there keeps its mode, a link stays a link.
   * @throws the platform's error, `EACCES` also for a file that nobody may write.
   */
  writeFile(path: string, text: string): void;
  /** What the path names; symbolic links are followed. */
  kindOf(path: string): 'file' | 'directory' | 'missing';
  /** Every file below a folder, as sorted paths relative to it with `/`. Links to folders are not followed. */
  listFiles(directory: string): readonly string[];
  /** The files that a folder (`*.json` below it) or a glob stands for, sorted, and what could not be looked into. */
  findFiles(pattern: { readonly folder: string } | { readonly glob: string }): Promise<{
    readonly files: readonly string[];
    readonly unreadable: readonly { readonly path: string; readonly error: unknown }[];
  }>;
  /** The JSON text of a data file of the package, e.g. `index.json`. */
  readData(name: string): string;
  /** Whether results may be coloured when nobody says otherwise. */
  readonly colour: boolean;
  /** Whether stderr is a terminal, so that progress may be shown. */
  readonly progress: boolean;
}
