import type { DecisionOptions } from '../decide/decide-api.ts';
import { deciderFor } from '../decide/decide-over-places.ts';
import { bestWay, grantsOfAddition, type Way } from '../decide/suggest.ts';
import { type ActionPattern, readAction } from '../model/action.ts';
import type { Grant, GrantPlace } from '../model/grant.ts';
import { matchesAction } from '../patterns/action-pattern.ts';

/** Something that is to be possible: of each group one way. */
export interface Wanted {
  readonly groups: readonly (readonly Way[])[];
}

/** What actions are granted for. */
export interface GenerationOptions {
  readonly options: DecisionOptions;
  /** Where the policies will be granted. */
  readonly place: GrantPlace;
}

/** Grants of some actions. */
export function grantsOfActions(actions: readonly string[], place: GrantPlace): readonly Grant[] {
  return actions.length === 0 ? [] : grantsOfAddition({ actions, places: [place] });
}

/**
 * The actions that have to be granted for everything that is wanted, each once, in the order in which they were needed: of every way
 * its actions, dependencies and use cases, as the catalogue has them. What earlier wants need counts for later ones, and what a
 * pattern among them covers is left out.
 */
export function neededActions(
  wanted: readonly Wanted[],
  { options, place }: GenerationOptions,
): readonly string[] {
  const deciderOf = (actions: readonly string[]) => deciderFor(grantsOfActions(actions, place), options);
  let needed: readonly string[] = [];
  for (const { groups } of wanted) {
    for (const group of groups) {
      const before = needed;
      const { actions } = bestWay(
        group,
        deciderOf(before),
        (more) => deciderOf([...before, ...more]),
        () => [],
      );
      needed = eachOnce([...before, ...actions]);
    }
  }
  return withoutCovered(needed);
}

/**
 * The actions that are needed of what some grants allow already: of every group the way on which they lead furthest, and of it the
 * actions with which they lead there.
 */
export function actionsInUse(
  wanted: readonly Wanted[],
  grants: readonly Grant[],
  options: DecisionOptions,
): readonly string[] {
  const nothing = deciderFor([], options);
  const granted = deciderFor(grants, options);
  const groups = wanted.flatMap((one) => one.groups);
  return eachOnce(
    groups.flatMap(
      (group) =>
        bestWay(
          group,
          nothing,
          () => granted,
          () => [],
        ).actions,
    ),
  );
}

function eachOnce(actions: readonly string[]): readonly string[] {
  return [
    ...new Map(actions.map((action) => [action.toLowerCase(), action] as const).reverse()).values(),
  ].reverse();
}

/** Without what a pattern among them covers. */
function withoutCovered(actions: readonly string[]): readonly string[] {
  const read = actions.flatMap((text): ActionPattern[] => {
    const reading = readAction(text);
    return reading.ok ? [reading.pattern] : [];
  });
  const patterns = read.filter(({ concrete }) => !concrete);
  const covers = (one: ActionPattern, other: ActionPattern) => one !== other && matchesAction(one, other);
  const covered = new Set(
    read
      .filter((action) => patterns.some((one) => covers(one, action) && !covers(action, one)))
      .map(({ text }) => text),
  );
  return actions.filter((text) => !covered.has(text));
}
