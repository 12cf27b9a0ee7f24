/** Which files of folders and globs count. Paths are as the user would name them. */
export interface FileSelection {
  /** What counts in folders, instead of JSON and YAML files. */
  readonly wanted?: (path: string) => boolean;
  /** What is left out. A folder that is left out is not looked into. */
  readonly skip?: (path: string, kind: 'file' | 'directory') => boolean;
  /** Whether what git ignores is left out. */
  readonly gitignore: boolean;
}

/**
 * The world as the commands see it: every file, stream and terminal goes through here, so that a test can pass in
 * another one. Paths are as the user names them, relative to the working directory.
 */
export interface Io {
  /** Writes results; bytes as they are. */
  out(text: string | Uint8Array): void;
  /** Writes everything else: errors, hints, progress. */
  err(text: string): void;
  /**
   * The bytes of a file, or its beginning.
   * @param most how many bytes to read at the most
   * @throws the platform's error (`ENOENT`, `EACCES`, …) when the file cannot be read, `ENXIO` for a device.
   */
  readFile(path: string, most?: number): Uint8Array;
  /** @param most how many bytes to read at the most */
  readStdin(most?: number): Uint8Array;
  /**
   * Gives a file of any size, or standard input (`-`), piece by piece; a piece is only valid until the next one.
   * @throws as `readFile`
   */
  readPieces(path: string, take: (piece: Uint8Array) => void): void;
  /**
   * Writes a file in one step, folders included: a reader sees the old content or the new one, never half. A file that is
   * there keeps its mode, a link stays a link.
   * @throws the platform's error, `EACCES` also for a file that nobody may write.
   */
  writeFile(path: string, text: string): void;
  /**
   * The same for a text that comes in pieces.
   * @throws as `writeFile`, and so do the methods of the draft.
   */
  draftFile(path: string): FileDraft;
  /** How many bytes a file has. @throws the platform's error. */
  sizeOf(path: string): number;
  /** What the path names; symbolic links are followed. Pipes, sockets and devices are other things than files. */
  kindOf(path: string): 'file' | 'directory' | 'other' | 'missing';
  /** Whether git ignores this path in the repository worked in, or a folder of it, whether it is there or not. */
  isGitIgnored(path: string): boolean;
  /** The names of what is in a folder; `undefined` where that cannot be found out. */
  namesIn(folder: string): readonly string[] | undefined;
  /**
   * Whether what is written to one path can be read from the other, by whatever way and links they lead there, also where
   * nothing is there yet. Never for anything but a regular file.
   */
  isSameFile(one: string, other: string): boolean;
  /**
   * Where a path leads, links followed, and how many names (hard links) there are for what is there: 0 where nothing is.
   */
  targetOf(path: string): { readonly path: string; readonly names: number };
  /** Every file below a folder, as sorted paths relative to it with `/`. Links to folders are not followed. */
  listFiles(directory: string): readonly string[];
  /**
   * What a folder (JSON and YAML files below it, unless the selection wants others) or a glob stands for. Links to folders
   * are not followed.
   */
  findFiles(
    pattern: { readonly folder: string } | { readonly glob: string },
    selection?: FileSelection,
  ): Promise<FilesFound>;
  /** Runs git in the working directory. @throws UsageError where there is no git. */
  readonly git: RunGit;
  /** The folder that paths are relative to, as an absolute path. */
  workingDirectory(): string;
  /** A variable of the environment; an empty one is none. */
  variable(name: string): string | undefined;
  /** The date in UTC, `YYYY-MM-DD`. */
  today(): string;
  /** The JSON text of a data file of the package, e.g. `index.json`. */
  readData(name: string): string;
  /** Whether results may be coloured when nobody says otherwise. */
  readonly colour: boolean;
  /** Whether stderr is a terminal, so that progress may be shown. */
  readonly progress: boolean;
}

/** A file that is being written. Nobody sees it until it is done, unless the path leads to a device or a pipe. */
export interface FileDraft {
  write(text: string): void;
  /** Puts it in its place. */
  done(): void;
  /** Gives it up: what was there before stays. */
  drop(): void;
}

/** What a folder or a glob stands for. */
export interface FilesFound {
  /** Sorted, with `/`. */
  readonly files: readonly string[];
  /** Folders that could not be looked into, and links that lead nowhere. */
  readonly unreadable: readonly {
    readonly path: string;
    readonly error: unknown;
    readonly kind: 'folder' | 'link';
  }[];
  /** What has the name of a file but is a pipe or the like: reading it could wait forever. */
  readonly others: readonly string[];
}

/** What git is asked. */
export interface GitCall {
  readonly args: readonly string[];
  /** What it reads from standard input. */
  readonly input?: string;
}

/** What git answered. */
export interface GitAnswer {
  readonly ok: boolean;
  readonly stdout: Buffer;
  /** What it says is wrong: the first line of it. */
  readonly error: string;
}

export type RunGit = (call: GitCall) => GitAnswer;
