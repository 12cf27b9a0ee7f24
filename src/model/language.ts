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
  readonly resources: ResourceFacts;
  readonly risks: readonly Risk[];
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

/** What is documented of `Resource`. */
export interface ResourceFacts {
  /** Clouds that publish a list of the services with resource-level authorization, and the page. */
  readonly lists: readonly { readonly cloud: Cloud; readonly source: string }[];
  readonly services: readonly ServiceResources[];
  /** Services of which a page says that their policies take no resource. */
  readonly refused: readonly { readonly service: string; readonly cloud: Cloud; readonly source: string }[];
  readonly allResources: readonly AllResourcesAction[];
  readonly agencies: AgencyFacts;
}

/** A service that some page documents resources of. */
export interface ServiceResources {
  /** Lower-case code. */
  readonly service: string;
  readonly clouds: readonly Cloud[];
  /** As documented; there may be others where `actions` is absent. */
  readonly types: readonly string[];
  /** Lower-case type of an action -> types of the resources that it works on, where pages tell. */
  readonly actions?: Readonly<Record<string, readonly string[]>>;
  /** The region of a resource is `*`. */
  readonly global?: true;
  readonly sources: readonly string[];
}

/** An action about no single resource: pages say that the Resource of its statement has to be all resources. */
export interface AllResourcesAction {
  /** As documented. */
  readonly action: string;
  /** Clouds whose pages say so. */
  readonly clouds: readonly Cloud[];
  readonly source: string;
  /** Pages of a cloud that print such a statement with narrower resources all the same. */
  readonly printedOtherwise?: readonly {
    readonly cloud: Cloud;
    readonly effect: 'allow' | 'deny';
    readonly source: string;
  }[];
}

/** What is documented of policies that say which agencies a user may assume. */
export interface AgencyFacts {
  /** Lower case; `alone`: the API takes no other action beside it. */
  readonly actions: readonly { readonly action: string; readonly alone: boolean }[];
  /** What the uri of an agency begins with, before its ID. */
  readonly prefix: string;
  readonly sources: readonly string[];
}

/** A way in which a policy gives away more than it seems to. */
export interface Risk {
  readonly risk:
    | 'privilege-escalation'
    | 'credential-exposure'
    | 'image-exfiltration'
    | 'destructive-without-mfa';
  readonly actions: readonly RiskyPattern[];
  /** What the patterns of `actions` match, and is harmless all the same. */
  readonly except?: readonly RiskyPattern[];
}

/** An action, or a pattern of actions; `reason` says what it lets the holder do, and goes on from these words. */
export interface RiskyPattern {
  readonly pattern: string;
  readonly reason: string;
}
