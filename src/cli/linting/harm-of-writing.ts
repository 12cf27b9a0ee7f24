import { dirname, sep } from 'node:path';
import type { Io } from '../io.ts';
import type { PolicyFiles } from './read-policy-files.ts';

/**
 * Why writing a file would change more than what the call names. A file that is named by itself may be a link to anywhere
 * below the folder that it lies in, or below the working directory.
 */
export function harmOfWriting(
  path: string,
  found: Pick<PolicyFiles, 'folders' | 'isNamed'>,
  io: Pick<Io, 'targetOf'>,
): string | undefined {
  const target = io.targetOf(path);
  const folders = found.isNamed(path) ? [...found.folders, dirname(path), '.'] : found.folders;
  if (!folders.some((folder) => isBelow(target.path, io.targetOf(folder).path)))
    return 'it is a link to a file outside the folder that was named';
  return target.names > 1 ? 'it has other hard links, which would keep the old text' : undefined;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
