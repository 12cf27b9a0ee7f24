import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';

/** Asks the descriptor before the stream: creating `process.stdout` costs start-up time that a pipe need not pay. */
export function isTerminal(descriptor: 1 | 2): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isCharacterDevice() || isNull(stats)) return false;
  } catch {
    return false;
  }
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY === true;
}

/** Writes the whole text to a descriptor, also when a pipe takes it in pieces. A closed pipe (`| head`) is not a failure. */
export function writeAll(descriptor: number, text: string | Uint8Array): void {
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

/** Opened so that a pipe without a writer does not hold us up. */
const readingFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The bytes of a file, or its beginning. @throws the platform's error, `ENXIO` for a device. */
export function readFile(path: string, most = Number.MAX_SAFE_INTEGER): Buffer {
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

/**
 * Reads a file or a stream (0: standard input) to its end, piece by piece. A piece is only valid until the next one.
 * @throws as {@link readFile}
 */
export function readPieces(from: string | 0, take: (piece: Uint8Array) => void): void {
  const descriptor = from === 0 ? from : openSync(from, readingFlags);
  try {
    const stats = fstatSync(descriptor);
    if (from !== 0 && (stats.isCharacterDevice() || stats.isBlockDevice()) && !isNull(stats))
      throw Object.assign(new Error('a device'), { code: 'ENXIO' });
    const piece = Buffer.allocUnsafe(65_536);
    let length = 0;
    for (let read = readPiece(descriptor, piece); read > 0; read = readPiece(descriptor, piece)) {
      length += read;
      take(piece.subarray(0, read));
    }
    if (from !== 0 && stats.isFIFO() && length === 0)
      throw Object.assign(new Error('nobody writes to the pipe'), { code: 'EPIPE' });
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/** Whether it is the device that takes everything and gives nothing. */
function isNull({ rdev }: Stats): boolean {
  return rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

/** Reads to the end what does not say how long it is: pipes, files of the system. */
export function readStream(descriptor: number, most: number, isPipe: boolean): Buffer {
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
