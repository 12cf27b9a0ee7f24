import type { PolicyFile } from '../../model/policy.ts';
import { decodeText } from '../../policy/decode-text.ts';
import type { ChangedText } from '../../reporters/unified-diff.ts';
import { isGone, reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';

/** The program with standard input that can be read again. */
export function keepingStdin(io: Io): Io {
  let bytes: Uint8Array | undefined;
  return {
    ...io,
    readStdin() {
      bytes ??= io.readStdin();
      return bytes;
    },
  };
}

/** A file to fix, and whether it is standard input. */
export interface Source {
  readonly file: PolicyFile;
  readonly isStdin: boolean;
}

/** Why a file is not written. */
export interface Unwritable {
  /** In words. */
  readonly problem: string;
  /** The file is not there any more. */
  readonly vanished?: boolean;
  /** What the file holds instead of the text that was read. */
  readonly bytes?: Uint8Array;
}

/** Why a file cannot be replaced: it cannot be read again, or its bytes are not the text that was read, in UTF-8. */
export function unwritable({ file, isStdin }: Source, io: Io): Unwritable | undefined {
  let bytes: Uint8Array;
  try {
    bytes = isStdin ? io.readStdin() : io.readFile(file.file);
  } catch (error) {
    return { problem: `it cannot be read again: ${reasonOf(error)}`, vanished: isGone(error) };
  }
  if (file.partial) return { problem: 'it is too large to be read as a whole' };
  if (isText(bytes, wholeText(file))) return undefined;
  const isOtherEncoding = decodeText(bytes).text === file.text;
  return {
    problem: isOtherEncoding ? 'its text is not UTF-8' : 'it was changed after it was read',
    bytes,
  };
}

/** The text that a file got under another name in this run. */
export function fixedAlready(
  file: PolicyFile,
  bytes: Uint8Array | undefined,
  changed: readonly ChangedText[],
): string | undefined {
  if (bytes === undefined) return undefined;
  const whole = wholeText(file);
  const twin = changed.find(({ before, after }) => before === whole && isText(bytes, after));
  return twin?.after.slice(markOf(file).length);
}

/** The byte order mark, which is not part of a text that was read. */
export function markOf({ byteOrderMark }: PolicyFile): string {
  return byteOrderMark ? '\uFEFF' : '';
}

export function wholeText(file: PolicyFile): string {
  return markOf(file) + file.text;
}

function isText(bytes: Uint8Array, text: string): boolean {
  return Buffer.compare(bytes, new TextEncoder().encode(text)) === 0;
}
