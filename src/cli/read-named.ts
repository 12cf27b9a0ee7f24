import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/**
 * Bytes of a named file or of standard input (`-`).
 * @param instead what to do where the name is that of a folder
 * @throws UsageError in words when it cannot be read.
 */
export function readNamed(path: string, io: Io, instead: string): Uint8Array {
  if (path === '-') return io.readStdin();
  if (io.kindOf(path) === 'directory') throw new UsageError(`\`${path}\` is a folder: ${instead}`);
  try {
    return io.readFile(path);
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** A file error in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : reasons[code]) ?? code ?? message;
}
