import { type Colours, noColours } from '../reporters/colours.ts';
import { textOption } from './choices.ts';
import type { Io } from './io.ts';
import type { Call } from './parse-arguments.ts';
import { reasonOf } from './read-named.ts';
import { UsageError } from './usage-error.ts';

/** The colours of the results: as `--color` says, else those of the terminal that the results go to. */
export async function coloursOf(call: Call, io: Io): Promise<Colours> {
  const wanted = call.values.color ?? (textOption(call, 'output') === undefined && io.colour);
  return wanted === true ? (await import('./terminal-colours.ts')).terminalColours : noColours;
}

/** Sends results to `--output`, or to stdout. @throws UsageError when they cannot be written. */
export function deliver(text: string, call: Call, io: Io): void {
  const file = textOption(call, 'output');
  try {
    if (file === undefined) io.out(text);
    else io.writeFile(file, text);
  } catch (error) {
    const where = file === undefined ? 'standard output' : `\`${file}\``;
    throw new UsageError(`${where} cannot be written: ${reasonOf(error)}`);
  }
}
