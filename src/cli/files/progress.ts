import type { Io } from '../io.ts';

/** A line on a terminal that says how far long work has come. */
interface Progress {
  step(): void;
  /** Takes the line away. */
  end(): void;
}

/** Work of fewer steps is done before anybody looks. */
const fewSteps = 1000;
const stepsPerLine = 250;

/** Shows nothing where stderr is not a terminal, or where there is little to do. @param what what a step does */
export function createProgress(steps: number, io: Io, what = 'checking file'): Progress {
  // Asked last: it costs a look at the terminal.
  if (steps < fewSteps || !io.progress) return { step() {}, end() {} };
  let done = 0;
  return {
    step() {
      if (done % stepsPerLine === 0) io.err(`\r\u001b[K${what} ${done + 1} of ${steps}`);
      done += 1;
    },
    end: () => io.err('\r\u001b[K'),
  };
}

/** A line that says how much of a file has been read. */
interface ReadingProgress {
  add(bytes: number): void;
  /** Takes the line away. */
  end(): void;
}

const fewBytes = 8 * 1024 * 1024;
const bytesPerLine = 4 * 1024 * 1024;

/** Shows nothing where stderr is not a terminal, or before much is read. @param size bytes of the file, if it is known */
export function createReadingProgress(size: number | undefined, io: Io): ReadingProgress {
  if ((size !== undefined && size < fewBytes) || !io.progress) return { add() {}, end() {} };
  const mebibytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
  const whole = size === undefined ? '' : ` of ${mebibytes(size)}`;
  let done = 0;
  let shown = 0;
  return {
    add(bytes) {
      done += bytes;
      if (done < fewBytes || done - shown < bytesPerLine) return;
      shown = done;
      io.err(`\r\u001b[Kread ${mebibytes(done)}${whole} MiB`);
    },
    end() {
      if (shown > 0) io.err('\r\u001b[K');
    },
  };
}
