import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileDraft } from '../io.ts';
import { placeOf } from './path-target.ts';

/** Writes a file in one step, as {@link draftFile} does for a text in pieces. */
export function writeAtomically(path: string, text: string): void {
  const draft = draftFile(path);
  try {
    draft.write(text);
    draft.done();
  } catch (error) {
    draft.drop();
    throw error;
  }
}

/** Begins a file that others see when it is done. @throws the platform's error, `EACCES` also for a file that nobody may write. */
export function draftFile(named: string): FileDraft {
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
