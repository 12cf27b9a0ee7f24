import type { Cloud } from './cloud.ts';

/** Type of a condition key's values, and of the values that an operator compares. */
export type ValueType = 'string' | 'number' | 'date' | 'boolean' | 'address' | 'any';

/** A condition operator, by its base name: without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
export interface Operator {
  readonly name: string;
  readonly type: ValueType;
  /** How one request value is compared with one value of the policy. */
  readonly compare:
    | 'equals'
    | 'equals-ignoring-case'
    | 'pattern'
    | 'prefix'
    | 'suffix'
    | 'less'
    | 'less-or-equal'
    | 'greater'
    | 'greater-or-equal'
    | 'presence'
    | 'network';
  /** The request value has to differ from all values of the policy. */
  readonly negated?: boolean;
  /** How well the operator is documented for policies of Version 1.1. */
  readonly standing: 'documented' | 'by-example' | 'bucket-policy';
}

/** A condition key that IAM itself fills in. */
export interface GlobalKey {
  readonly key: string;
  readonly type: ValueType;
}

/** What the engine knows of the policy language besides its grammar. */
export interface Language {
  readonly operators: readonly Operator[];
  readonly globalKeys: readonly GlobalKey[];
  readonly twins: readonly TwinActions[];
  readonly limits: readonly Limit[];
}

/** How much of something a custom policy may hold in a cloud. */
export interface Limit {
  readonly of:
    | 'statements'
    /** In one statement, as are resources and conditions. */
    | 'actions'
    | 'resources'
    | 'conditions'
    | 'resource-characters'
    | 'characters'
    | 'name-characters';
  readonly cloud: Cloud;
  readonly most: number;
  /** How well the limit is documented. */
  readonly severity: 'error' | 'warning';
  /** The page that says so. */
  readonly source: string;
}

/** Two actions of which the sources disagree which one is meant: a statement on one may decide about the other. */
export interface TwinActions {
  /** Lower case. */
  readonly actions: readonly [string, string];
}
