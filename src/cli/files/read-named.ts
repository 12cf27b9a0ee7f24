import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Bytes of a named file or of standard input (`-`).
 * @param instead what to do where the name is that of a folder
 * @throws UsageError in words when it cannot be read.
 */
export function readNamed(path: string, io: Io, instead: string): Uint8Array {
  if (path === '-') return readStandardInput(io);
  if (io.kindOf(path) === 'directory') throw new UsageError(`\`${path}\` is a folder: ${instead}`);
  try {
    return ofReadableSize(io.readFile(path, mostBytes + 1));
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

/** Bytes of standard input. @throws UsageError in words when it cannot be read. */
export function readStandardInput(io: Io): Uint8Array {
  try {
    return ofReadableSize(io.readStdin());
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${reasonOf(error)}`);
  }
}

/** The longest text that the platform holds; no policy comes near it. */
const mostBytes = 512 * 1024 * 1024 - 32;

function ofReadableSize(bytes: Uint8Array): Uint8Array {
  if (bytes.length > mostBytes) throw Object.assign(new Error('too large'), { code: 'ERR_STRING_TOO_LONG' });
  return bytes;
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
  ENXIO: 'it is no file',
  ERR_INVALID_ARG_VALUE: 'no file can have that name',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_STRING_TOO_LONG: 'it is too large',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is too large',
};

/** A file error in words. @throws what is not one: the platform refused nothing, so it is a failure of our own. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  if (code === undefined || !/^E[A-Z\d]+$/u.test(code)) throw error;
  return code;
}
