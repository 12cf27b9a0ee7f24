import {
  fstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

import type { Io } from './io.ts';

/** The real world. `dataDirectory` holds the package's data files. */
export function nodeIo(dataDirectory: string): Io {
  const { env } = process;
  return {
    out: (text) => writeAll(1, text),
    err: (text) => writeAll(2, text),
    readFile: (path) => readFileSync(path),
    readStdin: () => readFileSync(0),
    writeFile: writeAtomically,
    kindOf(path) {
      try {
        return statSync(path).isDirectory() ? 'directory' : 'file';
      } catch {
        // Whatever keeps it from being looked at keeps it from being read, which says why.
        return 'missing';
      }
    },
    listFiles: (directory) => listFiles(directory, '').sort(),
    findFiles: async (pattern) => (await import('./find-files.ts')).findFiles(pattern),
    readData: (name) => readFileSync(`${dataDirectory}/${name}`, 'utf8'),
    get colour() {
      if (env.NO_COLOR) return false;
      if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
      return isTerminal(1) && env.TERM !== 'dumb';
    },
    get progress() {
      return isTerminal(2);
    },
  };
}

/** Asks the descriptor before the stream: creating `process.stdout` costs start-up time that a pipe need not pay. */
function isTerminal(descriptor: 1 | 2): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isCharacterDevice() || stats.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev)
      return false;
  } catch {
    return false;
  }
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY === true;
}

/** Writes the whole text to a descriptor, also when a pipe takes it in pieces. A closed pipe (`| head`) is no failure. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function writeAtomically(path: string, text: string): void {
  const slash = path.lastIndexOf('/');
  if (slash > 0) makeFolder(path.slice(0, slash));
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Makes a folder and those above it. Node's own way of doing so never ends where a file system takes no folders (/proc). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const slash = path.lastIndexOf('/');
  if (slash > 0) makeFolder(path.slice(0, slash));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

function listFiles(directory: string, prefix: string): string[] {
  return readdirSync(`${directory}/${prefix}`, { withFileTypes: true }).flatMap((item) => {
    if (item.isDirectory()) return listFiles(directory, `${prefix}${item.name}/`);
    return item.isFile() ? [`${prefix}${item.name}`] : [];
  });
}
