import { type BigIntStats, lstatSync, readlinkSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';

/** Where a path leads, and how many names there are for what is there: 0 where nothing is. */
export function targetOf(path: string): { readonly path: string; readonly names: number } {
  const place = placeOf(path);
  return { path: place, names: Number(statOf(place)?.nlink ?? 0) };
}

/** Whether two paths lead to one regular file, or would once there is one. */
export function isSameFile(one: string, other: string): boolean {
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
export function placeOf(path: string): string {
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
