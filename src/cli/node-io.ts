import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
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
    readFile,
    readStdin: (most) => readStream(0, most ?? Number.MAX_SAFE_INTEGER, false),
    writeFile: writeAtomically,
    kindOf(path) {
      try {
        const stats = statSync(path);
        return stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'other';
      } catch {
        // Whatever keeps it from being looked at keeps it from being read, which says why.
        return 'missing';
      }
    },
    namesIn(folder) {
      try {
        return readdirSync(folder === '' ? '.' : folder);
      } catch {
        return undefined;
      }
    },
    isSameFile,
    listFiles: (directory) => listFiles(directory, '').sort(),
    findFiles: async (pattern, selection = { gitignore: true }) =>
      'folder' in pattern
        ? (await import('./files/find-files.ts')).findFiles(pattern.folder, selection)
        : (await import('./files/find-globbed.ts')).findGlobbed(pattern.glob, selection),
    isGitIgnored: async (path) => (await import('./files/git-ignore.ts')).isGitIgnored(path),
    workingDirectory: () => process.cwd(),
    variable: (name) => env[name] || undefined,
    today: () => new Date().toISOString().slice(0, 10),
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
    if (!stats.isCharacterDevice() || isNull(stats)) return false;
  } catch {
    return false;
  }
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY === true;
}

/** Writes the whole text to a descriptor, also when a pipe takes it in pieces. A closed pipe (`| head`) is no failure. */
function writeAll(descriptor: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      waitALittle();
    }
  }
}

/** Until a pipe has taken or given something. */
function waitALittle(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

function isSameFile(one: string, other: string): boolean {
  // A pipe without a name for it, such as `-`, is nothing that a path leads to.
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
}

/** Opened so that a pipe without a writer does not hold us up. */
const readingFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function readFile(path: string, most = Number.MAX_SAFE_INTEGER): Buffer {
  const descriptor = openSync(path, readingFlags);
  try {
    const stats = fstatSync(descriptor);
    if ((stats.isCharacterDevice() || stats.isBlockDevice()) && !isNull(stats))
      throw Object.assign(new Error(`ENXIO: ${path}`), { code: 'ENXIO' });
    if (!stats.isFile() || stats.size === 0) return readStream(descriptor, most, stats.isFIFO());
    const size = Math.min(stats.size, most);
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const read = readSync(descriptor, bytes, length, size - length, null);
      // The file got shorter while it was read.
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether it is the device that takes everything and gives nothing. */
function isNull({ rdev }: Stats): boolean {
  return rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

/** Reads to the end what does not say how long it is: pipes, files of the system. */
function readStream(descriptor: number, most: number, isPipe: boolean): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const piece = Buffer.allocUnsafe(Math.min(65_536, most - length));
    const read = readPiece(descriptor, piece);
    if (read === 0) break;
    pieces.push(piece.subarray(0, read));
    length += read;
  }
  // Nothing came, and nobody is there to write: an empty text would be taken for one without faults.
  if (isPipe && length === 0) throw Object.assign(new Error('nobody writes to the pipe'), { code: 'EPIPE' });
  return Buffer.concat(pieces, length);
}

function readPiece(descriptor: number, piece: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, piece, 0, piece.length, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      waitALittle();
    }
  }
}

function writeAtomically(path: string, text: string): void {
  const slash = path.lastIndexOf('/');
  if (slash > 0) makeFolder(path.slice(0, slash));
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) {
    replaceFile(path, text, undefined);
    return;
  }
  const target = there.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : there;
  // A device, a pipe, or a link to what is not there yet: nothing that could be replaced.
  if (!target?.isFile()) {
    writeFileSync(path, text);
    return;
  }
  // Replacing asks for the folder's permission only, and the administrator for none.
  accessSync(path, constants.W_OK);
  if ((target.mode & 0o222) === 0) throw Object.assign(new Error(`EACCES: ${path}`), { code: 'EACCES' });
  replaceFile(realpathSync(path), text, target);
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

/** Writes beside the file and moves the new one over it. */
function replaceFile(path: string, text: string, old: Stats | undefined): void {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text, { flag: 'wx' });
  try {
    if (old !== undefined) {
      chmodSync(draft, old.mode & 0o7777);
      keepOwner(draft, old);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Only the administrator can give files away; for others the new file is theirs. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  const draft = statSync(path);
  if (draft.uid === uid && draft.gid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch {
    // Whoever may not do this may still write the file.
  }
}

function listFiles(directory: string, prefix: string): string[] {
  return readdirSync(`${directory}/${prefix}`, { withFileTypes: true }).flatMap((item) => {
    if (item.isDirectory()) return listFiles(directory, `${prefix}${item.name}/`);
    return item.isFile() ? [`${prefix}${item.name}`] : [];
  });
}
