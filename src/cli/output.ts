import { inBackticks } from '../model/in-backticks.ts';
import { type Colours, noColours } from '../reporters/colours.ts';
import { textOption } from './arguments/choices.ts';
import type { Call } from './arguments/parse-arguments.ts';
import { reasonOf } from './files/read-named.ts';
import type { FileDraft, Io } from './io.ts';
import { isUsageError, UsageError } from './usage-error.ts';

/** The colours of the results: as `--color` says, else those of the terminal that the results go to. */
export async function coloursOf(call: Call, io: Io): Promise<Colours> {
  return coloursFor(textOption(call, 'output'), call, io);
}

/** The colours of results that go to this file, or to stdout. */
export async function coloursFor(file: string | undefined, call: Call, io: Io): Promise<Colours> {
  const wanted = call.values.color ?? (file === undefined && io.colour);
  return wanted === true ? (await import('./terminal-colours.ts')).terminalColours : noColours;
}

/** Sends results to `--output`, or to stdout. @throws UsageError when they cannot be written. */
export function deliver(text: string, call: Call, io: Io): void {
  deliverTo(textOption(call, 'output'), text, io, [...call.positionals, ...settingsOf(call)]);
}

/**
 * Sends results that come in pieces to `--output`, or to stdout.
 * @param read what was read for them besides what the call and its configuration name; complete with the last piece
 * @throws UsageError when they cannot be written.
 */
export async function deliverPieces(
  pieces: Pieces,
  call: Call,
  io: Io,
  read: readonly string[] = [],
): Promise<void> {
  const named = [...call.positionals, ...settingsOf(call)];
  await deliverPiecesTo(textOption(call, 'output'), pieces, io, () => [...named, ...read]);
}

/** A text in pieces, each made when the one before is written. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** Files that say how a call works: results over one of them would undo it for the next call. */
export function settingsOf(call: Call): readonly string[] {
  const { config, contextFile } = call;
  const ofRoles = [...(config?.roles.values() ?? [])].flat().map(({ policy }) => policy);
  return [
    ...[...(config?.files ?? []), contextFile?.file, baselineOf(call)].filter((file) => file !== undefined),
    ...ofRoles,
  ];
}

/** The baseline of the call, or else of its configuration. */
export function baselineOf({ config, values }: Pick<Call, 'config' | 'values'>): string | undefined {
  return typeof values.baseline === 'string' ? values.baseline : config?.baseline;
}

/**
 * Sends results to a file, or to stdout.
 * @param sources what was read for them: nobody wants a policy to be replaced by what is said of it
 * @throws UsageError when they cannot be written.
 */
export function deliverTo(
  file: string | undefined,
  text: string,
  io: Io,
  sources: readonly string[] = [],
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
 * @param sources what was read for it; asked again when the last piece is made
 * @throws UsageError when it cannot be written, and whatever making the pieces throws; a file is then left as it was.
 */
export async function deliverPiecesTo(
  file: string | undefined,
  pieces: Pieces,
  io: Io,
  sources: () => readonly string[] = () => [],
): Promise<void> {
  inWords(file, () => refuseSources(file, io, sources()));
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
    inWords(file, () => refuseSources(file, io, sources()));
    if (draft === undefined && file !== undefined) deliverTo(file, held, io);
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
  return sources.some(
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
