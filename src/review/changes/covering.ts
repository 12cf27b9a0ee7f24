import { resourceContains } from '../../decide/resource.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { Language } from '../../model/language.ts';
import { globOfPattern, matchesAction } from '../../patterns/action-pattern.ts';
import {
  exampleOf,
  exploreMemberships,
  type Glob,
  globMatches,
  globOf,
  globsIntersect,
} from '../../patterns/glob.ts';
import type { Budget } from '../../patterns/pattern-cover.ts';
import type { Atom, AtomGroup, AtomMatches } from './atoms.ts';
import {
  coversBesideResource,
  type Limits,
  partsOf,
  type ResourcePart,
  type ResourceTypeAsked,
  resourceCovers,
} from './limits.ts';

/** An atom that the other side does not cover, with the parts of its Resource that are not. */
export interface Uncovered {
  readonly atom: Atom;
  readonly parts: readonly ResourcePart[];
}

/**
 * Finds what one side says and another one does not. One atom is enough to look for: with `*` as the only wildcard of actions
 * and resources, several together cover nothing that none of them covers. (A letter that no pattern has, in place of each
 * `*`, makes a request that has to be matched, and the atom that matches it covers all.) So the answer is exact for
 * statements without Condition; where texts can be read in several ways, or Conditions differ, what is not found to be covered
 * may be covered all the same.
 */
export class Covering {
  readonly #groups: readonly AtomGroup[];
  readonly #language: Language;
  readonly #budget: Budget;
  readonly #known = new Map<Limits, Map<string, readonly AtomGroup[]>>();
  /** Which resources contain which others: the same few are compared for every action. */
  readonly #contains = new Map<string, boolean>();
  /** Whether it matters of which type an action is. */
  readonly #byType: boolean;

  constructor(groups: readonly AtomGroup[], language: Language, budget: Budget) {
    this.#groups = groups;
    this.#language = language;
    this.#budget = budget;
    this.#byType = groups.some(
      ({ limits: { resource } }) =>
        resource.kind === 'some' && resource.items.some(({ allOf }) => allOf !== undefined),
    );
  }

  /** What of some groups nothing here covers. */
  uncovered(groups: readonly AtomGroup[]): readonly Uncovered[] {
    return groups.flatMap((group) => {
      const same = this.#groups.find(({ key }) => key === group.key);
      return [...group.atoms.values()].flatMap((atom): Uncovered[] => {
        if (same?.atoms.has(atom.key)) return [];
        const parts = this.partsLeft(atom.matches, group.limits);
        return parts.length === 0 ? [] : [{ atom, parts }];
      });
    });
  }

  /** The parts of a Resource for which nothing here covers what matches. */
  partsLeft(matches: AtomMatches, limits: Limits): readonly ResourcePart[] {
    const asked = this.#byType && matches.kind === 'pattern' ? typeOf(matches.pattern) : undefined;
    return partsOf(limits.resource).filter(
      (part) => !this.#covering(limits, part, asked).some((group) => this.#holds(group, matches)),
    );
  }

  #covering(limits: Limits, part: ResourcePart, asked: ResourceTypeAsked | undefined): readonly AtomGroup[] {
    const known = this.#known.get(limits) ?? new Map<string, readonly AtomGroup[]>();
    this.#known.set(limits, known);
    const key = `${asked?.service ?? ''}:${asked?.type ?? ''} ${part === 'whole' ? '' : part.key}`;
    let found = known.get(key);
    if (found === undefined) {
      found = this.#groups.filter(
        (group) =>
          coversBesideResource(group.limits, limits, this.#language) &&
          resourceCovers(group.limits.resource, part, limits.resource, {
            asked,
            contains: this.#resourceContains,
          }),
      );
      known.set(key, found);
    }
    return found;
  }

  readonly #resourceContains = (wide: string, narrow: string): boolean => {
    const key = `${wide}\n${narrow}`;
    let known = this.#contains.get(key);
    if (known === undefined) {
      known = resourceContains(wide, narrow, this.#budget);
      this.#contains.set(key, known);
    }
    return known;
  };

  #holds(group: AtomGroup, matches: AtomMatches): boolean {
    if (matches.kind === 'pattern' && group.cover.find(matches.pattern, () => true) !== undefined)
      return true;
    const candidates = matches.kind === 'pattern' ? group.others : group.atoms.values();
    for (const atom of candidates) if (covers(atom.matches, matches, this.#budget)) return true;
    return false;
  }
}

function typeOf({ segments: [service, type] }: ActionPattern): ResourceTypeAsked | undefined {
  return service.includes('*') || type.includes('*') ? undefined : { service, type };
}

const everything: Glob = globOf('?*:*:?*', { crossing: false, questionMark: true });

/** Whether every action that the one matches, the other matches too. `false` may also mean that it is too costly to tell. */
export function covers(wide: AtomMatches, narrow: AtomMatches, budget: Budget): boolean {
  if (wide.kind === 'pattern' && narrow.kind === 'pattern')
    return matchesAction(wide.pattern, narrow.pattern);
  const [own, other] = [globsOf(narrow), globsOf(wide)];
  // Cheap to tell, and mostly enough.
  if (narrow.kind !== 'all-but' && wide.kind !== 'all-but' && !globsIntersect(narrow.glob, wide.glob))
    return false;
  if (fillings.some((filling) => isApart(wide, narrow, filling))) return false;
  const size = (globs: readonly Glob[]) => globs.reduce((sum, glob) => sum + glob.length + 1, 0);
  budget.left -= 20 * size(own) * size(other);
  if (budget.left < 0) return false;
  let covered = true;
  const subject = narrow.kind === 'all-but' ? everything : narrow.glob;
  const complete = exploreMemberships(subject, [everything, ...own, ...other], ([isAction, ...matched]) => {
    if (!isAction) return;
    const inNarrow = isMatched(narrow, matched.slice(0, own.length));
    const inWide = isMatched(wide, matched.slice(own.length));
    covered &&= !inNarrow || inWide;
  });
  return covered && complete;
}

/** Texts in the place of runs that tell most patterns apart: a letter that no action has, and segments of it. */
const fillings = ['\u0001', '\u0001:\u0001', '\u0001:\u0001:\u0001'];

/** Whether an action that the narrow one matches shows that the wide one does not cover it. */
function isApart(wide: AtomMatches, narrow: AtomMatches, filling: string): boolean {
  if (narrow.kind === 'all-but') return false;
  const text = exampleOf(narrow.glob, filling);
  return globMatches(everything, text) && globMatches(narrow.glob, text) && !matchesText(wide, text);
}

function globsOf(matches: AtomMatches): readonly Glob[] {
  return matches.kind === 'all-but' ? matches.globs : [matches.glob];
}

function isMatched({ kind }: AtomMatches, matched: readonly boolean[]): boolean {
  return kind === 'all-but' ? !matched.includes(true) : matched.includes(true);
}

/** Whether a concrete action is matched. */
export function matchesLiteral(matches: AtomMatches, action: ActionPattern): boolean {
  return matches.kind === 'pattern'
    ? matchesAction(matches.pattern, action)
    : matchesText(matches, action.segments.join(':'));
}

function matchesText(matches: AtomMatches, text: string): boolean {
  return matches.kind === 'all-but'
    ? !matches.globs.some((glob) => globMatches(glob, text))
    : globMatches(matches.glob, text);
}

/** Whether two have an action in common, as far as that is told by their globs. */
export function meet(one: AtomMatches, other: AtomMatches): boolean {
  if (one.kind === 'all-but' || other.kind === 'all-but') return true;
  return globsIntersect(one.glob, other.glob);
}

/** What a concrete action is matched by, in the form of an atom. */
export function literalMatches(pattern: ActionPattern): AtomMatches {
  return { kind: 'pattern', pattern, glob: globOfPattern(pattern) };
}
