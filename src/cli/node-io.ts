import {
  accessSync,
  type BigIntStats,
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
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import { findFiles } from './files/find-files.ts';
import { isGitIgnored } from './files/git-ignore.ts';
import type { FileDraft, Io } from './io.ts';

/** The real world. `dataDirectory` holds the package's data files. */
export function nodeIo(dataDirectory: string): Io {
  const { env } = process;
  return {
    out: (text) => writeAll(1, text),
    err: (text) => writeAll(2, text),
    readFile,
    readStdin: (most) => readStream(0, most ?? Number.MAX_SAFE_INTEGER, false),
    writeFile: writeAtomically,
    draftFile,
    kindOf(path) {
      try {
        // Without an exception for what is not there: asking for a configuration, a call mostly looks in vain.
        const stats = statSync(path, { throwIfNoEntry: false });
        if (stats === undefined) return 'missing';
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
    targetOf(path) {
      const place = placeOf(path);
      return { path: place, names: Number(statOf(place)?.nlink ?? 0) };
    },
    listFiles: (directory) => listFiles(directory, '').sort(),
    findFiles: async (pattern, selection = { gitignore: true }) =>
      'folder' in pattern
        ? findFiles(pattern.folder, selection)
        : (await import('./files/find-globbed.ts')).findGlobbed(pattern.glob, selection),
    isGitIgnored,
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
  const [a, b] = [one, other].map((path) => statOf(path));
  if (a !== undefined && b !== undefined) return a.isFile() && a.dev === b.dev && a.ino === b.ino;
  // What is there on one side only may be what the other one leads to once its folders are made.
  const [here, there] = [placeOf(one), placeOf(other)];
  if (here === there) return statOf(here)?.isFile() ?? true;
  const folded = (path: string) => path.normalize('NFC').toLowerCase();
  return folded(here) === folded(there) && ignoresCase(dirname(here));
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** More links than this in one path are a circle. */
const mostLinks = 40;

/**
 * Where a path leads, links followed, as far as anything is there; of the rest `..` leads back out of what is not there
 * yet. Windows takes `..` as it is written, before any link.
 */
function placeOf(path: string): string {
  const isWindows = process.platform === 'win32';
  const absolute = isWindows ? resolve(path) : isAbsolute(path) ? path : `${process.cwd()}/${path}`;
  const { root } = parse(absolute);
  const steps = absolute.slice(root.length).split(sep);
  let at = root;
  let links = 0;
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    if (step === '' || step === '.') continue;
    if (step === '..') {
      at = dirname(at);
      continue;
    }
    const next = join(at, step);
    const link = links < mostLinks ? linkAt(next) : undefined;
    if (link === undefined) {
      at = next;
      continue;
    }
    links += 1;
    if (isAbsolute(link)) at = parse(link).root;
    steps.unshift(...link.split(sep));
  }
  return at;
}

/** What a symbolic link says; `undefined` where there is none. */
function linkAt(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the file system of a folder, or of the nearest one above it that is there, takes `A` for `a`. */
function ignoresCase(folder: string): boolean {
  const upper = folder.toUpperCase();
  const stats = statOf(folder);
  if (stats === undefined) return dirname(folder) !== folder && ignoresCase(dirname(folder));
  const other = upper === folder ? folder.toLowerCase() : upper;
  const same = other === folder ? undefined : statOf(other);
  return same !== undefined && same.dev === stats.dev && same.ino === stats.ino;
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
  const draft = draftFile(path);
  try {
    draft.write(text);
    draft.done();
  } catch (error) {
    draft.drop();
    throw error;
  }
}

function draftFile(named: string): FileDraft {
  if (/(?:^|[\\/])\.{0,2}$/u.test(named))
    throw Object.assign(new Error(`EISDIR: ${named}`), { code: 'EISDIR' });
  // `new/../a.json` makes no `new`.
  const path = join(placeOf(dirname(named)), basename(named));
  makeFolder(dirname(path));
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return draftBeside(path, undefined);
  const target = there.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : there;
  // A device, a pipe, or a link to what is not there yet: nothing that could be replaced.
  if (!target?.isFile()) {
    const descriptor = openSync(path, 'w');
    const close = () => closeSync(descriptor);
    return { write: (text) => writeFully(descriptor, text), done: close, drop: close };
  }
  // Replacing asks for the folder's permission only, and the administrator for none.
  accessSync(path, constants.W_OK);
  if ((target.mode & 0o222) === 0) throw Object.assign(new Error(`EACCES: ${path}`), { code: 'EACCES' });
  return draftBeside(realpathSync(path), target);
}

/** Makes a folder and those above it. Node's own way of doing so never ends where a file system takes no folders (/proc). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/** Writes beside the file and, when that is done, moves the new one over it; where that fails, nothing stays behind. */
function draftBeside(path: string, old: Stats | undefined): FileDraft {
  const draft = `${path}.${process.pid}.tmp`;
  // Not ours to take away where it is there already.
  const descriptor = openSync(draft, 'wx');
  let open = true;
  const close = () => {
    if (open) closeSync(descriptor);
    open = false;
  };
  return {
    write: (text) => writeFully(descriptor, text),
    done() {
      close();
      if (old !== undefined) {
        chmodSync(draft, old.mode & 0o7777);
        keepOwner(draft, old);
      }
      renameSync(draft, path);
    },
    drop() {
      close();
      rmSync(draft, { force: true });
    },
  };
}

function writeFully(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let offset = 0;
  while (offset < bytes.length) offset += writeSync(descriptor, bytes, offset);
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
