import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** What is read of a file that a call or a configuration names. */
export interface NamedFile {
  /** What to do where the name is that of a folder. */
  readonly instead: string;
  /** Who named it: a call may name a pipe, which a shell can make; a configuration has to name a regular file. */
  readonly by?: NamedBy;
}

export type NamedBy = 'call' | 'configuration';

/**
 * Bytes of a policy file or of standard input (`-`). Of what is too large to be a policy only as much as shows that.
 * @throws UsageError in words when it cannot be read.
 */
export function readNamed(path: string, io: Io, file: NamedFile): Uint8Array {
  return path === '-' ? readStandardInput(io) : readAtMost(path, largest.file + 1, io, file);
}

/** What says how a call works: a configuration, what is known of a request. */
export const largestSettings = largest.yaml;

/** Bytes of a baseline: many findings, each with its text. */
export const largestBaseline = 64 * 1024 * 1024;

/**
 * The text of a file that says how a call works: never more is read than such a file can hold.
 * @param most bytes that it may have
 * @throws UsageError in words when it cannot be read or is larger.
 */
export function readSettings(path: string, most: number, io: Io, file: NamedFile): string {
  const bytes = readAtMost(path, most + 1, io, file);
  if (bytes.length > most) {
    const size = most < 1024 * 1024 ? `${most / 1024} kB` : `${most / 1024 / 1024} MB`;
    throw new UsageError(`\`${path}\` cannot be read: it is larger than ${size}`);
  }
  return new TextDecoder().decode(bytes);
}

function readAtMost(path: string, most: number, io: Io, { instead, by = 'call' }: NamedFile): Uint8Array {
  const kind = io.kindOf(path);
  if (kind === 'directory') throw new UsageError(`\`${path}\` is a folder: ${instead}`);
  if (kind === 'other' && by === 'configuration')
    throw new UsageError(`\`${path}\` cannot be read: it is not a regular file`);
  try {
    return io.readFile(path, most);
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}

/** Bytes of a file that may be a policy. @throws the platform's error; one that says so for a file that is too large. */
export function readBounded(path: string, io: Io): Uint8Array {
  const bytes = io.readFile(path, largest.file + 1);
  if (bytes.length > largest.file)
    throw Object.assign(new Error('too large'), { code: 'ERR_FS_FILE_TOO_LARGE' });
  return bytes;
}

/** It can be read once only, and may be looked at for its policies and for what it grants. */
const standardInputs = new WeakMap<Io, Uint8Array>();

/** Bytes of standard input, as of a policy file. @throws UsageError in words when it cannot be read. */
export function readStandardInput(io: Io): Uint8Array {
  const known = standardInputs.get(io);
  if (known !== undefined) return known;
  try {
    const bytes = io.readStdin(largest.file + 1);
    standardInputs.set(io, bytes);
    return bytes;
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${reasonOf(error)}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EPIPE: 'it is a pipe that nobody writes to',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'no space is left',
  ENXIO: 'it is a socket or a device',
  ERR_INVALID_ARG_VALUE: 'no file can have that name',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

/** A file error in words. @throws what is not one: the platform refused nothing, so it is a failure of our own. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  if (code === undefined || !/^E[A-Z\d]+$/u.test(code)) throw error;
  return code;
}

/** Whether a file error means that nothing is there. */
export function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
