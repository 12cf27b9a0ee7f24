import { GlobFault, readGlob } from './glob.ts';

/**
 * Whether globs take in a path, both with `/` and relative to the same folder. Globs read as in `.gitignore`: one without
 * a slash matches at any depth, one with a slash from the folder on, a folder's name takes in everything below it, and
 * `!` before a glob leaves out again what earlier ones took in. A path that is written out matches itself.
 * @throws GlobFault for a glob that {@link globFault} has something to say of
 */
export function pathMatcher(globs: readonly string[]): (file: string) => boolean {
  const tests = globs.map(globTest);
  return (file) => {
    let taken = false;
    for (const { takesIn, matches } of tests) if (taken !== takesIn && matches(file)) taken = takesIn;
    return taken;
  };
}

interface GlobTest {
  readonly takesIn: boolean;
  readonly matches: (file: string) => boolean;
}

function globTest(written: string): GlobTest {
  const takesIn = !written.startsWith('!');
  const path = plainPath(takesIn ? written : written.slice(1));
  const glob = isAnchored(takesIn ? written : written.slice(1)) ? path : `**/${path}`;
  const literally = (file: string) => file === path || file.startsWith(`${path}/`);
  if (isLiteral(path) && glob === path) return { takesIn, matches: literally };
  const { takesIn: matches } = readGlob(glob, 'braces');
  return { takesIn, matches: (file) => literally(file) || matches(file) };
}

/** What is wrong with a glob, in words. */
export function globFault(written: string): string | undefined {
  try {
    globTest(written);
    return undefined;
  } catch (error) {
    if (error instanceof GlobFault) return error.message;
    throw error;
  }
}

/** Whether a glob has characters that stand for others. */
export function isLiteral(glob: string): boolean {
  return !/[*?[\]{}!\\]/u.test(glob);
}

/** The folder below which everything lies that a glob can match; `''` for the folder that it is relative to. */
export function folderOfGlob(written: string): string {
  if (!isAnchored(written)) return '';
  const steps = plainPath(written).split('/');
  const first = steps.findIndex((step) => !isLiteral(step));
  return (first < 0 ? steps : steps.slice(0, first)).join('/');
}

/** Without the slashes and dots that a path may be written with. */
function plainPath(glob: string): string {
  return glob.replace(/^(?:\.?\/+)+/u, '').replace(/\/+$/u, '');
}

function isAnchored(glob: string): boolean {
  return glob.replace(/\/+$/u, '').includes('/');
}
