import type { Io } from '../io.ts';

/** What a file is read for, and what the files beside it are read from. */
export interface ReadingPurpose {
  readonly io: Io;
  /** Whether defaults of variables count: for what is said, never for what is decided (design 4.2). */
  readonly defaults: boolean;
}
