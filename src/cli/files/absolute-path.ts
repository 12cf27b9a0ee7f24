import { resolve } from 'node:path';
import type { Io } from '../io.ts';

/** Makes paths absolute, with `/`, as the configuration compares them. */
export function absolutePaths(io: Io): (path: string) => string {
  const folder = slashed(io.workingDirectory());
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  // Most paths are plain ones below the working directory.
  return (path) =>
    /^[^/\\:]+(?:\/[^/\\:]+)*$/u.test(path) && !/(?:^|\/)\.{1,2}(?:\/|$)/u.test(path)
      ? `${base}${path}`
      : slashed(resolve(folder, path));
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
