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
