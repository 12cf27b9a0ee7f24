import type { DocumentPath, Effect } from './policy.ts';

/** Decisions from best to gravest; `ungoverned` stands beside the order: a policy neither grants nor refuses it. */
export const gravity = ['allowed', 'conditional', 'not-allowed', 'denied'] as const;
export const decisionKinds = [...gravity, 'ungoverned'] as const;
export type DecisionKind = (typeof decisionKinds)[number];
/** An action can only be granted or refused, never ungoverned. */
export type ActionDecisionKind = (typeof gravity)[number];

/** Why a decision is what it is (design section 3). */
const reasonKinds = [
  'condition',
  'resource',
  'use-case',
  'dependency',
  'prerequisite',
  'requirement-unknown',
  'scope',
  'scope-not-stated',
  'disputed',
  'renamed',
  'hole',
  'layer',
  'stage-order',
  'role-content',
  'unpublished-content',
  'unreadable-policy',
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

/** A statement, or one element of it, that takes part in a decision. */
export interface Deciding {
  readonly file: string;
  /** Points at the element of `Action` that matched, or at the statement. */
  readonly path: DocumentPath;
  readonly effect: Effect;
}

/** What stays open of a statement that matches only *maybe*. */
export interface Residue {
  readonly conditions?: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
    /** So many more values are not listed. */
    readonly others?: number;
  }[];
  readonly resources?: readonly string[];
  /** So many more tests or resources are not listed. */
  readonly others?: number;
}

/** One reason, with the words that are shown, and what it is about. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly message: string;
  /** Actions that the reason is about (missing dependencies, …). */
  readonly actions?: readonly string[];
  /** Use case that the reason is about. */
  readonly useCase?: string;
  /** What has to hold for the decision to be `allowed`: the tests and resources that stay open. */
  readonly residue?: Residue;
  /** Statements that the reason comes from. */
  readonly by?: readonly Deciding[];
  /** At least so many more reasons of the kind are not listed: those of other statements. */
  readonly others?: number;
}

/** The decision for one action or pattern. */
export interface ActionDecision {
  readonly action: string;
  readonly decision: ActionDecisionKind;
  /** It is conditional, and a part of the pattern passes for sure, or the action in one of several places. */
  readonly partPasses?: true;
  /** The deciding statements; empty where the action is simply not granted. */
  readonly by: readonly Deciding[];
  readonly reasons: readonly Reason[];
}

/** The decision for one required action or dependency of an API. */
export interface RequirementDecision extends ActionDecision {
  /** Where one of several actions is enough: all of them; `action` is the one that is decided best. */
  readonly anyOf?: readonly string[];
  readonly kind: 'action' | 'dependency';
  readonly when?: string;
}

/** The decision for one use case of an API. `base` stands for the row's unconditional actions alone. */
export interface UseCaseDecision {
  readonly id: string;
  readonly decision: DecisionKind;
}
