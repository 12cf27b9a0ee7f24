import { GlobFault, type GlobSyntax, segmentMatcher } from './glob-segment.ts';

export { GlobFault, type GlobSyntax } from './glob-segment.ts';

/** A glob for paths with `/`. */
export interface Glob {
  /** Whether it matches the path. */
  matches(path: string): boolean;
  /** Whether it matches the path or a folder that the path lies in. */
  takesIn(path: string): boolean;
  /** Whether it may match something in a folder. */
  reaches(folder: string): boolean;
}

/** Characters of a glob, and paths that its braces stand for, at most. */
const longest = 1024;
const mostAlternatives = 1000;

/**
 * Reads a glob: `*` and `?` within a name, `**` for any number of folders, `[…]`, a backslash before a character that
 * stands for itself, and what the syntax has besides. Whatever glob and path are, matching takes no more than their lengths
 * multiplied, once more for a group that repeats: no regular expression is made of it. `.` and `..` are matched only
 * where they are written.
 * @throws GlobFault for one that is too long, or that the syntax cannot say.
 */
export function readGlob(text: string, syntax: GlobSyntax): Glob {
  if (syntax !== 'git' && text.length > longest)
    throw new GlobFault(`it is longer than ${longest} characters`);
  const paths = (syntax === 'git' ? [text] : withoutSlashesInBraces(text)).map((path) =>
    readPath(path, syntax),
  );
  return {
    matches: (path) => paths.some((glob) => follow(glob, path).whole),
    takesIn: (path) => paths.some((glob) => follow(glob, path).holder),
    reaches: (folder) => paths.some((glob) => follow(glob, folder).open),
  };
}

/** One step of a path: `**`, or what matches a name. */
type Step = '**' | ((name: string) => boolean);

function readPath(text: string, syntax: GlobSyntax): readonly Step[] {
  const steps: Step[] = [];
  for (const segment of text.split('/')) {
    if (segment !== '**') steps.push(stepOf(segment, syntax));
    else if (steps.at(-1) !== '**') steps.push(segment);
  }
  return steps;
}

function stepOf(segment: string, syntax: GlobSyntax): Step {
  if (syntax === 'extended' && /[@?*+!]\([^)]*$/u.test(segment))
    throw new GlobFault('a group in brackets holds a `/`, or is not closed: use braces, as in `{a,b/c}`');
  const matches = segmentMatcher(segment, syntax);
  return segment === '.' || segment === '..'
    ? matches
    : (name) => name !== '.' && name !== '..' && matches(name);
}

interface Followed {
  readonly whole: boolean;
  readonly holder: boolean;
  readonly open: boolean;
}

const nowhere: Followed = { whole: false, holder: false, open: false };

/** Follows all the steps that may have been reached together. */
function follow(steps: readonly Step[], path: string): Followed {
  if (path === '') return { ...nowhere, open: true };
  let here = new Uint8Array(steps.length + 1);
  here[0] = 1;
  skipFolders(steps, here);
  let holder = false;
  for (const name of path.split('/')) {
    const next = new Uint8Array(steps.length + 1);
    for (const [at, step] of steps.entries()) {
      if (here[at] === 0) continue;
      if (step !== '**') {
        if (step(name)) next[at + 1] = 1;
      } else if (name !== '.' && name !== '..') {
        next[at] = 1;
        // At the end it stands for what is in a folder, not for the folder.
        if (at + 1 === steps.length) next[at + 1] = 1;
      }
    }
    skipFolders(steps, next);
    if (!next.includes(1)) return holder ? { ...nowhere, holder } : nowhere;
    holder ||= next[steps.length] === 1;
    here = next;
  }
  return { whole: here[steps.length] === 1, holder, open: here.indexOf(1) < steps.length };
}

/** `**` stands for no folder too. */
function skipFolders(steps: readonly Step[], here: Uint8Array): void {
  for (const [at, step] of steps.entries())
    if (step === '**' && here[at] === 1 && at + 1 < steps.length) here[at + 1] = 1;
}

/** The globs that one stands for whose braces hold a slash: those braces are written out, others are kept. */
function withoutSlashesInBraces(text: string): readonly string[] {
  const done: string[] = [];
  const open = [text];
  for (let glob = open.pop(); glob !== undefined; glob = open.pop()) {
    const group = slashedBraces(glob);
    if (group === undefined) done.push(glob);
    else open.push(...group);
    if (open.length + done.length > mostAlternatives)
      throw new GlobFault(`its braces stand for more than ${mostAlternatives} paths`);
  }
  return done;
}

/** A glob with the first outermost braces that hold a slash written out. */
function slashedBraces(text: string): readonly string[] | undefined {
  // Where each brace that is open was opened, and the commas in it.
  const open: { readonly at: number; readonly commas: number[] }[] = [];
  let found: { readonly at: number; readonly commas: readonly number[]; readonly end: number } | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '{') open.push({ at, commas: [] });
    else if (char === ',') open.at(-1)?.commas.push(at);
    else if (char === '}') {
      const group = open.pop();
      if (group === undefined || group.commas.length === 0) continue;
      // The outer one of two comes later, and counts.
      if (found !== undefined && found.end < group.at) break;
      if (text.slice(group.at, at).includes('/')) found = { ...group, end: at };
    }
  }
  if (found === undefined) return undefined;
  const { at, commas, end } = found;
  const ends = [...commas, end];
  return ends.map((stop, i) => {
    const start = (ends[i - 1] ?? at) + 1;
    return text.slice(0, at) + text.slice(start, stop) + text.slice(end + 1);
  });
}
