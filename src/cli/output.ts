import { textOption } from './choices.ts';
import type { Io } from './io.ts';
import type { Call } from './parse-arguments.ts';
import { reasonOf } from './read-policies.ts';
import { UsageError } from './usage-error.ts';

/** Whether results are coloured: as the option says, else on a terminal that the results go to. */
export function colourOf(call: Call, io: Io): boolean {
  if (typeof call.values.color === 'boolean') return call.values.color;
  return textOption(call, 'output') === undefined && io.colour;
}

/** Sends results to `--output`, or to stdout. @throws UsageError when the file cannot be written. */
export function deliver(text: string, call: Call, io: Io): void {
  const file = textOption(call, 'output');
  if (file === undefined) {
    io.out(text);
    return;
  }
  try {
    io.writeFile(file, text);
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be written: ${reasonOf(error)}`);
  }
}
