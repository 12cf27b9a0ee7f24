import type { Io } from '../io.ts';
import { configName } from './config.ts';

/**
 * The configuration that stands where nothing is named: that of the working directory, or of the nearest folder above it
 * in the same repository. Outside of a repository only the working directory counts, so that nobody else's file does.
 */
export function findConfig(io: Io): string | undefined {
  const depth = io.workingDirectory().split(/[\\/]/u).filter(Boolean).length;
  let found: string | undefined;
  for (let steps = 0, folder = ''; steps <= depth; steps++, folder += '../') {
    const file = `${folder}${configName}`;
    if (found === undefined && io.kindOf(file) === 'file') {
      if (steps === 0) return file;
      found = file;
    }
    if (io.kindOf(`${folder}.git`) !== 'missing') return found;
  }
  return undefined;
}
