import type { DecisionOptions } from '../../decide/decide-api.ts';
import type { UnitChange } from '../../model/access-changes.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { ReviewedSide } from './reviewed-side.ts';

/** What comparing needs to know besides the two sides. */
export interface ReviewKnowledge {
  readonly catalogue: Catalogue;
  /** What decisions depend on for a unit of which no more is known. */
  readonly options: DecisionOptions;
}

/** The units of two sides that are not the same, in the order in which they are shown. */
export interface SideComparison {
  readonly units: readonly UnitChange[];
  /** How many more units say the same on both sides. */
  readonly unchanged: number;
  readonly broadens: boolean;
}

/** Compares two sides, unit by unit (design section 4, "What broadens"). */
export function compareSides(
  _old: ReviewedSide,
  _new: ReviewedSide,
  _knowledge: ReviewKnowledge,
): SideComparison {
  return { units: [], unchanged: 0, broadens: false };
}
