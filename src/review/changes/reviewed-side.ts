import type { UnitKind } from '../../model/access-changes.ts';
import type { AnswerPlace } from '../../model/answer.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type { Deciding } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import type { DocumentPath, Policy } from '../../model/policy.ts';

/** One of the two sides that are compared, as it was read: files, a folder, a git reference, what a plan found or leaves. */
export interface ReviewedSide {
  /** As messages name it. */
  readonly name: string;
  readonly units: readonly ReviewedUnit[];
}

/** What is compared as a whole: a policy alone, or all that a role or group is granted. */
export interface ReviewedUnit {
  readonly kind: UnitKind;
  /** What is the same on both sides: path or address, relative to what the side names. Units of equal keys and kinds are compared. */
  readonly key: string;
  /** What the unit is called: file or address, the role's name. */
  readonly name: string;
  /** What counts together. A policy alone is granted as the call says. */
  readonly grants: readonly Grant[];
  /** The cloud that the unit is in, where the question leaves that open. */
  readonly cloud?: CloudChoice;
  /** The whole text that the unit was read from: units with equal texts are equal. Absent: that is not known. */
  readonly text?: string;
  readonly source: UnitSource;
}

/** What a unit was read from. */
export interface UnitSource {
  /** Where a statement or a part of one stands. */
  placeOf(deciding: Deciding): AnswerPlace;
  /** What is written at a path of a policy: by it a part that the file does not fix is told from another one. */
  writtenAt(policy: Policy, path: DocumentPath): string | undefined;
  /**
   * All that decides what a part becomes that is not fixed, besides what is written in its place: what it names, and what that
   * names. Where it is equal on both sides, equal parts mean the same. `undefined`: nobody can tell. Without a part: all that
   * decides any, conditions of resources and blocks too.
   */
  openParts(written?: string): string | undefined;
}
