import type { AnswerPlace, schemaVersion } from './answer.ts';
import type { AccessLevel } from './catalogue.ts';
import type { ApiMethod } from './claim.ts';
import type { Cloud, CloudChoice, GrantScope } from './cloud.ts';
import type { ActionDecisionKind, DecisionKind } from './decision.ts';

/** What `diff` answers: what a change lets people do (design section 4, "What broadens"). */
export interface DiffAnswer {
  readonly schemaVersion: typeof schemaVersion;
  /** The two sides, as they are named: files, folders, or a git reference. */
  readonly old: string;
  readonly new: string;
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
  /** Units that differ, those that broaden first; of these those first that gain the gravest access. */
  readonly units: readonly UnitChange[];
  /** How many more units say the same on both sides. */
  readonly unchanged: number;
  /** Whether any unit broadens. */
  readonly broadens: boolean;
}

/** What became of a unit. `moved`: it says the same under another name. */
export const unitChangeKinds = ['added', 'removed', 'changed', 'moved'] as const;
export type UnitChangeKind = (typeof unitChangeKinds)[number];

/** A policy, or a role or group with all that it is granted, which is not the same on both sides. */
export interface UnitChange {
  /** The policy's file or address, or the role's name. */
  readonly unit: string;
  readonly kind: UnitKind;
  /** The unit's name on the old side, where that is another one. */
  readonly was?: string;
  readonly change: UnitChangeKind;
  /** Somebody may do something that nobody could do before, or nobody can tell whether that is so. */
  readonly broadens: boolean;
  /** Something can be done no more. */
  readonly narrows: boolean;
  /** Access levels of what is gained, `permission-management` first. */
  readonly levels: readonly AccessLevel[];
  /** Allowed now, and refused or conditional before; and Denies that are gone or narrower. */
  readonly gained: readonly AccessChange[];
  /** Refused now, and allowed or conditional before; and Denies that are new or wider. */
  readonly lost: readonly AccessChange[];
  /** Conditional now, and anything else before; or conditional still, in other cases than before. */
  readonly conditional: readonly AccessChange[];
  /** Why a part of the unit cannot be compared, in words; what is not known counts as broadening. */
  readonly notComparable: readonly string[];
  /** A call that passes now and did not before: that of the gravest gain that has one. */
  readonly counterexample?: Counterexample;
}

export type UnitKind = 'policy' | 'role';

export type AccessChange = ApiChange | ActionChange;

interface AnyChange {
  /** Whether somebody may do more by it. */
  readonly broadens: boolean;
  /** The gravest access level of what is concerned; absent where no documented action is. */
  readonly level?: AccessLevel;
  /** The deciding statements on the old side; empty: none. */
  readonly old: readonly AnswerPlace[];
  /** The deciding statements on the new side; empty: none. */
  readonly new: readonly AnswerPlace[];
}

/** An API that is decided otherwise. */
export interface ApiChange extends AnyChange {
  readonly kind: 'api';
  readonly cloud: Cloud;
  readonly service: string;
  readonly method: ApiMethod;
  readonly path: string;
  readonly operation?: string;
  /** In English. */
  readonly title: string;
  readonly from: DecisionKind;
  readonly to: DecisionKind;
}

/** What about an action or pattern is other than before. */
export const actionChangeKinds = [
  /** An Allow covers it that nothing covered before, or a part of it; the reverse: nothing covers it any more. */
  'allow-added',
  'allow-removed',
  /** It is allowed in more cases: the Condition is gone, asks for less, or asks for something else. */
  'condition-removed',
  'condition-widened',
  'condition-added',
  'condition-narrowed',
  'condition-changed',
  /** It is allowed on more resources. */
  'resource-removed',
  'resource-widened',
  'resource-added',
  'resource-narrowed',
  'resource-changed',
  /** Resource and Condition, the place of a grant or its declared layer are others. */
  'limits-changed',
  /** What was open on the old side is sure on the new one, and the reverse: a hole, a placeholder, an unclear text. */
  'doubt-removed',
  'doubt-added',
  /** A Deny is gone, or covers less; it is new, or covers more. */
  'deny-removed',
  'deny-narrowed',
  'deny-added',
  'deny-widened',
] as const;
export type ActionChangeKind = (typeof actionChangeKinds)[number];

/** Actions, as a statement writes them, that are allowed or denied otherwise: exact over all strings, whatever the catalogue knows. */
export interface ActionChange extends AnyChange {
  readonly kind: 'actions';
  readonly how: ActionChangeKind;
  /** The action or pattern as it is written in the statement. */
  readonly actions: string;
  /** Patterns for which that holds not, as they meet it. */
  readonly except?: readonly string[];
  /** Documented actions among them, the gravest first, the first few. */
  readonly documented: readonly string[];
  /** So many more are not listed. */
  readonly documentedOthers?: number;
  /** Decisions for the counterexample, or for the pattern where there is none. */
  readonly from: ActionDecisionKind;
  readonly to: ActionDecisionKind;
  /** What changed, in words, as a clause. */
  readonly message: string;
  /** A request that is decided otherwise. */
  readonly counterexample?: Counterexample;
}

/** A request that the two sides decide otherwise. */
export interface Counterexample {
  readonly action: string;
  /** An API that needs the action, `PUT /v1/cloudimages/tags`, where one is known. */
  readonly api?: { readonly cloud: Cloud; readonly method: ApiMethod; readonly path: string };
  /** What the request is about, where that matters. */
  readonly resource?: string;
  /** Values of condition keys, where they matter; none: the key is absent. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly from: ActionDecisionKind;
  readonly to: ActionDecisionKind;
}
