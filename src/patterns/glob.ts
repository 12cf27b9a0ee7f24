import { type Truth, truthOf } from '../model/truth.ts';

/**
 * Globs over action strings, as token lists, and the exact exploration of what a set of globs does to all strings of one.
 * No regular expression is built from a policy's text, and no sampling takes place: the exploration walks the product
 * of the globs' automata, once per reachable state, so its answer holds for every string.
 */

/** One token: a literal character, or a free one, or a run of free ones, each with or without `:` among them. */
export type GlobToken = string | { readonly run: 'segment' | 'any' } | { readonly one: 'segment' | 'any' };

export type Glob = readonly GlobToken[];

/** Turns text into a glob. `*` is a run (crossing `:` or not), `?` one free character where `questionMark` says so. */
export function globOf(
  text: string,
  options: { readonly crossing: boolean; readonly questionMark: boolean | 'any' },
): Glob {
  const tokens: GlobToken[] = [];
  for (const c of text) {
    if (c === '*') {
      const last = tokens.at(-1);
      if (typeof last === 'object' && 'run' in last) continue;
      tokens.push({ run: options.crossing ? 'any' : 'segment' });
    } else if (c === '?' && options.questionMark) {
      tokens.push({ one: options.questionMark === 'any' ? 'any' : 'segment' });
    } else {
      tokens.push(c);
    }
  }
  return tokens;
}

/** Positions that a glob's automaton can be in, as a sorted list; a run token loops on its own position. */
type Positions = readonly number[];

/** @param positions in ascending order, which the result has too: a run can be passed over only to the next position */
function closure(glob: Glob, positions: Positions): Positions {
  const reached: number[] = [];
  let last = -1;
  for (const start of positions) {
    let position = start;
    while (position > last) {
      reached.push(position);
      last = position;
      const token = glob[position];
      if (typeof token === 'object' && 'run' in token) position += 1;
    }
  }
  return reached;
}

function accepts(glob: Glob, positions: Positions): boolean {
  return positions.at(-1) === glob.length;
}

/** Stands for every character that no glob in play names. */
const other = '\u0000';

function step(glob: Glob, positions: Positions, c: string): Positions {
  const next: number[] = [];
  for (const position of positions) {
    const token = glob[position];
    if (token === undefined) continue;
    if (typeof token === 'string') {
      if (token === c) next.push(position + 1);
    } else if ('one' in token) {
      if (token.one === 'any' || c !== ':') next.push(position + 1);
    } else if (token.run === 'any' || c !== ':') {
      next.push(position);
    }
  }
  return closure(glob, next);
}

/** Whether the glob matches the whole of `text`. Time is at most the product of the two lengths. */
export function globMatches(glob: Glob, text: string): boolean {
  // What a malformed action may stand for is everything, and is asked for with every action there is.
  const [only] = glob;
  if (glob.length === 1 && typeof only === 'object' && 'run' in only && only.run === 'any') return true;
  let positions = closure(glob, [0]);
  for (const c of text) {
    positions = step(glob, positions, c);
    if (positions.length === 0) return false;
  }
  return accepts(glob, positions);
}

/** What the exploration may cost at most, in steps of single positions: about a quarter of a second. */
const explorationBudget = 2_000_000;

/**
 * Calls `visit` for every combination of memberships that occurs among the strings of `subject`: which of `globs` a
 * string matches. Each combination is visited once, with one string that shows it. Returns false when the bound on the
 * cost was reached: combinations may then be missing, and the caller has to answer "cannot tell".
 */
export function exploreMemberships(
  subject: Glob,
  globs: readonly Glob[],
  visit: (matched: readonly boolean[], example: string) => void,
): boolean {
  const alphabet = new Set<string>([':', other]);
  for (const glob of [subject, ...globs]) {
    for (const token of glob) if (typeof token === 'string') alphabet.add(token);
  }
  const all = [subject, ...globs];
  const start = all.map((glob) => closure(glob, [0]));
  const keyOf = (state: readonly Positions[]) => state.map((positions) => positions.join(',')).join('|');
  const seen = new Set<string>([keyOf(start)]);
  const seenMemberships = new Set<string>();
  const queue: { state: readonly Positions[]; text: string }[] = [{ state: start, text: '' }];
  let budget = explorationBudget;
  for (let head = 0; head < queue.length; head++) {
    const { state, text } = queue[head] as (typeof queue)[number];
    budget -= alphabet.size * state.reduce((work, positions) => work + positions.length + 1, 0);
    if (budget < 0) return false;
    if (accepts(subject, state[0] ?? [])) {
      const matched = globs.map((glob, i) => accepts(glob, state[i + 1] ?? []));
      const key = matched.map(Number).join('');
      if (!seenMemberships.has(key)) {
        seenMemberships.add(key);
        visit(matched, text.replaceAll(other, 'x'));
      }
    }
    for (const c of alphabet) {
      const next = all.map((glob, i) => step(glob, state[i] ?? [], c));
      if (next[0]?.length === 0) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ state: next, text: text + c });
    }
  }
  return true;
}

/**
 * Whether every string of `subject` matches one of the globs. Exact: every combination of memberships that occurs is gone
 * through; `maybe` where that is too costly.
 */
export function globsContain(globs: readonly Glob[], subject: Glob): Truth {
  let covered = true;
  const complete = exploreMemberships(subject, globs, (matched) => {
    covered &&= matched.includes(true);
  });
  return covered && !complete ? 'maybe' : truthOf(covered);
}

/** Takes the place of a run, and of one free character, in a string that shows what a glob matches. */
const [inRun, inOne] = ['\u0001', '\u0002'];

/**
 * Whether every string of one glob matches another one that has runs as its only wildcards: exact, in time that is at most the
 * product of the lengths. A letter that no glob has, in place of each run, has to be matched by a run. Runs of the narrow glob
 * are not to cross `:` where runs of the wide one do not. `undefined` where the wide one has other wildcards.
 */
export function runsCover(wide: Glob, narrow: Glob): boolean | undefined {
  if (wide.some((token) => typeof token === 'object' && 'one' in token)) return undefined;
  return globMatches(wide, exampleOf(narrow, inRun));
}

/** A string that a glob matches. @param filling what is in the place of each run */
export function exampleOf(glob: Glob, filling: string): string {
  return glob.map((token) => (typeof token === 'string' ? token : 'run' in token ? filling : inOne)).join('');
}

/** Whether some string matches both globs. Exact; time is at most the product of the two lengths. */
export function globsIntersect(a: Glob, b: Glob): boolean {
  const seen = new Set<number>();
  const stack: [number, number][] = [[0, 0]];
  while (stack.length > 0) {
    const [i, j] = stack.pop() as [number, number];
    const key = i * (b.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    if (i === a.length && j === b.length) return true;
    const s = a[i];
    const t = b[j];
    const sRun = typeof s === 'object' && 'run' in s ? s.run : undefined;
    const tRun = typeof t === 'object' && 'run' in t ? t.run : undefined;
    if (sRun) stack.push([i + 1, j]);
    if (tRun) stack.push([i, j + 1]);
    if (s === undefined || t === undefined) continue;
    // One character that both tokens take: a literal character, or a free one.
    const literal = typeof s === 'string' ? s : typeof t === 'string' ? t : undefined;
    if (takes(s, literal) && takes(t, literal)) stack.push([sRun ? i : i + 1, tRun ? j : j + 1]);
  }
  return false;
}

/** Whether a token takes the character; `undefined` stands for a free character. */
function takes(token: GlobToken, c: string | undefined): boolean {
  if (typeof token === 'string') return token === c;
  return ('one' in token ? token.one : token.run) === 'any' || c !== ':';
}
