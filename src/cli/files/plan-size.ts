import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';

/** That a plan or state is too large to be read, with its size, as a clause. */
export function planTooLarge(path: string, io: Io): string {
  const size =
    io.kindOf(path) === 'file' ? mebibytes(io.sizeOf(path)) : `more than ${mebibytes(largest.file)}`;
  return `a plan or state of ${size} is larger than the ${mebibytes(largest.file)} that are read`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
