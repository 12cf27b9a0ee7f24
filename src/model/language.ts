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

/** A condition key: one that IAM itself fills in, or one of a service. */
export interface ConditionKey {
  /** With `/` at the end: every key that begins so, such as `g:ResourceTag/`. */
  readonly key: string;
  readonly type: ValueType;
}

/** A key beginning with `g:` that a service is documented to supply. */
export interface SuppliedKey extends ConditionKey {
  readonly service: string;
}

/** What is known of a service's own condition keys. */
export interface ServiceKeys {
  readonly service: string;
  /** Its pages list its keys; else only examples are known. */
  readonly listed: boolean;
  readonly keys: readonly ConditionKey[];
  readonly source: string;
}

/** What the engine knows of the policy language besides its grammar. */
export interface Language {
  readonly operators: readonly Operator[];
  /** The common keys, which IAM itself fills in. */
  readonly globalKeys: readonly ConditionKey[];
  readonly suppliedKeys: readonly SuppliedKey[];
  /** Keys that only identity policies (Version 5.0) have. */
  readonly identityPolicyKeys: readonly string[];
  readonly serviceKeys: readonly ServiceKeys[];
  readonly twins: readonly TwinActions[];
}

/** Two actions of which the sources disagree which one is meant: a statement on one may decide about the other. */
export interface TwinActions {
  /** Lower case. */
  readonly actions: readonly [string, string];
}
