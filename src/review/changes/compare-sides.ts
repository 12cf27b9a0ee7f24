import { createTargets } from '../../decide/target.ts';
import type { UnitChange } from '../../model/access-changes.ts';
import { comparisonBudget } from '../../patterns/pattern-cover.ts';
import { atomsOf, type UnitAtoms } from './atoms.ts';
import {
  compareUnitChanges,
  compareUnits,
  type ReviewKnowledge,
  saySame,
  type UnitPair,
} from './compare-units.ts';
import type { ReviewedSide, ReviewedUnit } from './reviewed-side.ts';

/** The units of two sides that are not the same, in the order in which they are shown. */
export interface SideComparison {
  readonly units: readonly UnitChange[];
  /** How many more units say the same on both sides. */
  readonly unchanged: number;
  readonly broadens: boolean;
}

/**
 * Compares two sides, unit by unit (design section 4, "What broadens"). Units of equal names are compared; of what is on one
 * side only, policies that say the same are one that was moved.
 */
export function compareSides(
  old: ReviewedSide,
  now: ReviewedSide,
  knowledge: ReviewKnowledge,
): SideComparison {
  const shared: ReviewKnowledge = { ...knowledge, targets: knowledge.targets ?? createTargets() };
  const { pairs, moved } = paired(old.units, now.units, shared);
  const changes = pairs.flatMap((pair) => compareUnits(pair, shared) ?? []);
  const units = [...changes, ...moved.map(movedUnit)].sort(compareUnitChanges);
  return {
    units,
    unchanged: pairs.length - changes.length,
    broadens: units.some(({ broadens }) => broadens),
  };
}

interface Moved {
  readonly from: ReviewedUnit;
  readonly to: ReviewedUnit;
}

function movedUnit({ from, to }: Moved): UnitChange {
  return {
    unit: to.name,
    kind: to.kind,
    was: from.name,
    change: 'moved',
    broadens: false,
    narrows: false,
    levels: [],
    gained: [],
    lost: [],
    conditional: [],
    notComparable: [],
  };
}

function paired(
  old: readonly ReviewedUnit[],
  now: readonly ReviewedUnit[],
  knowledge: ReviewKnowledge,
): { readonly pairs: readonly UnitPair[]; readonly moved: readonly Moved[] } {
  const left = new Map(old.map((unit) => [keyOf(unit), unit]));
  const pairs: UnitPair[] = [];
  const added: ReviewedUnit[] = [];
  for (const unit of now) {
    const before = left.get(keyOf(unit));
    if (before === undefined) added.push(unit);
    else {
      left.delete(keyOf(unit));
      pairs.push({ old: before, new: unit });
    }
  }
  const moved: Moved[] = [];
  const removed = [...left.values()];
  const find = finder(removed, knowledge);
  for (const unit of added) {
    const from = find(unit);
    if (from === undefined) pairs.push({ new: unit });
    else moved.push({ from, to: unit });
  }
  const gone = new Set(moved.map(({ from }) => from));
  for (const unit of removed) if (!gone.has(unit)) pairs.push({ old: unit });
  return { pairs, moved };
}

function keyOf({ kind, key }: ReviewedUnit): string {
  return `${kind} ${key}`;
}

/** Finds, among the units that are gone, one that said the same and is not found yet. */
function finder(
  removed: readonly ReviewedUnit[],
  { options: { language }, targets = createTargets() }: ReviewKnowledge,
): (unit: ReviewedUnit) => ReviewedUnit | undefined {
  const left = new Set(removed);
  const known = new Map<ReviewedUnit, UnitAtoms>();
  const atoms = (unit: ReviewedUnit, side: 'old' | 'new') => {
    const before = known.get(unit);
    if (before !== undefined) return before;
    const read = atomsOf(unit, side, { language, targets, budget: comparisonBudget() });
    known.set(unit, read);
    return read;
  };
  return (unit) => {
    for (const one of left) {
      if (one.kind !== unit.kind || !mayBeMoved(one, unit)) continue;
      if (!saySame(atoms(one, 'old'), atoms(unit, 'new'))) continue;
      left.delete(one);
      return one;
    }
    return undefined;
  };
}

/**
 * Whether two units may be one that was moved. Somebody of another name is somebody else, to whom everything is new; what keeps
 * the address that Terraform gives it may be in another folder, or in a module now.
 */
function mayBeMoved({ kind, key: from }: ReviewedUnit, { key: to }: ReviewedUnit): boolean {
  if (kind !== 'role') return true;
  const [, one] = /#([^#]*)$/u.exec(from) ?? [];
  const [, other] = /#([^#]*)$/u.exec(to) ?? [];
  if (one === undefined || other === undefined) return false;
  return `.${one}`.endsWith(`.${other}`) || `.${other}`.endsWith(`.${one}`);
}
