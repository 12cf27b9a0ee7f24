import { inBackticks } from '../model/in-backticks.ts';
import { type Colours, noColours } from '../reporters/colours.ts';
import { readAddress } from './files/policy-address.ts';
import { reasonOf } from './files/read-named.ts';
import type { FileDraft, Io } from './io.ts';
import { isUsageError, UsageError } from './usage-error.ts';

/** Where results go. */
export interface Destination {
  /** `undefined`: stdout. */
  readonly file: string | undefined;
  /** As `--color` and `--no-color` say; `undefined`: as the terminal wants them. */
  readonly colour: boolean | undefined;
  /** What the results are made from: nobody wants a policy to be replaced by what is said of it. */
  readonly sources: readonly string[];
}

/** A text in pieces, each made when the one before is written. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** The colours of results: as the call says, else those of the terminal that they go to. */
export async function coloursOf(
  { file, colour }: Pick<Destination, 'file' | 'colour'>,
  io: Io,
): Promise<Colours> {
  const wanted = colour ?? (file === undefined && io.colour);
  return wanted ? (await import('./terminal-colours.ts')).terminalColours : noColours;
}

/** Sends results where they go. @throws UsageError when they cannot be written. */
export function deliver(
  text: string,
  { file, sources }: Pick<Destination, 'file' | 'sources'>,
  io: Io,
): void {
  inWords(file, () => {
    refuseSources(file, io, sources);
    if (file === undefined) io.out(text);
    else io.writeFile(file, text);
  });
}

/**
 * The same for a text that comes in pieces: it is never held as a whole, and may be longer than the platform's strings. A
 * short one is written in one step.
 * @param read further sources; asked for again when the last piece is made
 * @throws UsageError when it cannot be written, and whatever making the pieces throws; a file is then left as it was.
 */
export async function deliverPieces(
  pieces: Pieces,
  { file, sources }: Pick<Destination, 'file' | 'sources'>,
  io: Io,
  read: () => readonly string[] = () => [],
): Promise<void> {
  const refuse = () => refuseSources(file, io, [...sources, ...read()]);
  inWords(file, refuse);
  let draft: FileDraft | undefined;
  let held = '';
  const flush = () =>
    inWords(file, () => {
      if (file === undefined) io.out(held);
      else {
        draft ??= io.draftFile(file);
        draft.write(held);
      }
      held = '';
    });
  try {
    for await (const piece of pieces) {
      held += piece;
      if (held.length >= mostHeld) flush();
    }
    // While the pieces were made, more may have been read.
    inWords(file, refuse);
    if (draft === undefined && file !== undefined) deliver(held, { file, sources: [] }, io);
    else if (held !== '') flush();
    inWords(file, () => draft?.done());
  } catch (error) {
    draft?.drop();
    throw error;
  }
}

/** Characters that are held until they are written. */
const mostHeld = 64 * 1024;

function refuseSources(file: string | undefined, io: Io, sources: readonly string[]): void {
  if (file !== undefined && isAmong(sources, file, io))
    throw new UsageError(`results cannot go to ${inBackticks(file)}: it is among what was read for them`);
}

/** Does what writes. @throws UsageError that says in words why it cannot. */
function inWords(file: string | undefined, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (isUsageError(error)) throw error;
    const where = file === undefined ? 'standard output' : `\`${file}\``;
    throw new UsageError(`${where} cannot be written: ${writeReason(error)}`);
  }
}

/** Whether writing to a file would change one of the sources. Nothing that is there is what is not there yet. */
function isAmong(sources: readonly string[], file: string, io: Io): boolean {
  const { path, names } = io.targetOf(file);
  // `main.tf#ADDRESS` is read from `main.tf`.
  const files = sources.flatMap((source) => [source, readAddress(source, io).path]);
  return files.some(
    (source) =>
      source !== '-' && (names > 0 || io.kindOf(source) === 'missing') && io.isSameFile(source, path),
  );
}

/** Where writing fails for another reason than reading with the same code. */
const writeReasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder cannot be made',
  ENOTDIR: 'what should be its folder is a file',
  EEXIST: 'what should be its folder is a file',
  EROFS: 'the file system is read-only',
};

function writeReason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : writeReasons[code]) ?? reasonOf(error);
}
