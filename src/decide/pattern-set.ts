import { exploreMemberships, type Glob, globOf } from './glob.ts';
import { type Truth, truthOf } from './truth.ts';

/**
 * A set of strings, built from globs by union, intersection and difference. Which strings belong to it is decided by
 * going through every combination of memberships that occurs, so answers are exact; where the bounded cost is not
 * enough, the answer is `maybe`.
 */
export interface PatternSet {
  readonly globs: readonly Glob[];
  /** Whether a string belongs, given which of the globs match it. */
  has(matched: readonly boolean[]): boolean;
}

/** Everything that one of the globs matches. */
export function patternSet(globs: readonly Glob[]): PatternSet {
  return { globs, has: (matched) => matched.includes(true) };
}

export function union(one: PatternSet, other: PatternSet): PatternSet {
  return combined(one, other, (a, b) => a || b);
}

export function intersection(one: PatternSet, other: PatternSet): PatternSet {
  return combined(one, other, (a, b) => a && b);
}

/** What belongs to the first set and not to the second. */
export function difference(one: PatternSet, other: PatternSet): PatternSet {
  return combined(one, other, (a, b) => a && !b);
}

function combined(one: PatternSet, other: PatternSet, has: (a: boolean, b: boolean) => boolean): PatternSet {
  const count = one.globs.length;
  return {
    globs: [...one.globs, ...other.globs],
    has: (matched) => has(one.has(matched.slice(0, count)), other.has(matched.slice(count))),
  };
}

/** Whether no string of the universe belongs to the set. */
export function isEmpty(set: PatternSet, universe: Glob = anything): Truth {
  let found = false;
  const complete = exploreMemberships(universe, set.globs, (matched) => {
    found ||= set.has(matched);
  });
  return found ? 'no' : complete ? 'yes' : 'maybe';
}

/** Whether every string that the glob matches belongs to the set. */
export function contains(set: PatternSet, subject: Glob): Truth {
  let covered = true;
  const complete = exploreMemberships(subject, set.globs, (matched) => {
    covered &&= set.has(matched);
  });
  return covered && !complete ? 'maybe' : truthOf(covered);
}

/** Whether two sets have the same strings. */
export function equal(one: PatternSet, other: PatternSet): Truth {
  return isEmpty(union(difference(one, other), difference(other, one)));
}

const anything: Glob = globOf('*', { crossing: true, questionMark: false });
