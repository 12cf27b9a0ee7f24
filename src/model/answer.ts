import type { ApiMethod } from './claim.ts';
import type { Cloud, CloudChoice, GrantScope } from './cloud.ts';
import type { ActionDecisionKind, DecisionKind, ReasonKind, Residue } from './decision.ts';
import type { Entry } from './entry.ts';
import type { NamedPlace } from './grant.ts';
import type { Effect } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { UnderstoodAs } from './understood.ts';

/** The JSON shapes of `report`, `can` and `who-can` (design section 4). Lines and columns count from 1. */
export const schemaVersion = 1;

/** A statement, or an element of it, that takes part in a decision. `line` is missing where the place has no text. */
export interface AnswerPlace {
  readonly file: string;
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly effect: Effect;
}

export interface AnswerReason {
  readonly kind: ReasonKind;
  readonly message: string;
  readonly actions?: readonly string[];
  readonly useCase?: string;
  readonly residue?: Residue;
  readonly by?: readonly AnswerPlace[];
  /** So many more statements are not listed in `by`. */
  readonly byOthers?: number;
  /** At least so many more reasons of the kind are not listed: those of other statements. */
  readonly others?: number;
}

export interface AnswerRequirement {
  readonly action: string;
  /** Where one of several actions is enough: all of them; `action` is the one that is decided best. */
  readonly anyOf?: readonly string[];
  readonly kind: 'action' | 'dependency';
  readonly when?: string;
  readonly decision: ActionDecisionKind;
  readonly by: readonly AnswerPlace[];
  /** So many more statements are not listed in `by`. */
  readonly byOthers?: number;
}

/** One API of one cloud in an answer. */
export interface AnswerRow {
  readonly cloud: Cloud;
  readonly service: string;
  readonly method: ApiMethod;
  readonly path: string;
  readonly operation?: string;
  /** In English. */
  readonly title: string;
  /** As for an entry: whose the title is, where no page of the cloud has an English one. */
  readonly titleBy?: Entry['titleBy'];
  readonly deprecated: boolean;
  readonly decision: DecisionKind;
  readonly useCases?: readonly { readonly id: string; readonly decision: DecisionKind }[];
  readonly requirements: readonly AnswerRequirement[];
  readonly reasons: readonly AnswerReason[];
  readonly notes?: readonly string[];
}

export interface AnswerAction {
  readonly action: string;
  readonly decision: ActionDecisionKind;
  readonly by: readonly AnswerPlace[];
  /** So many more statements are not listed in `by`. */
  readonly byOthers?: number;
  readonly reasons: readonly AnswerReason[];
}

export interface ReportSummary {
  readonly allowed: number;
  readonly conditional: number;
  readonly notAllowed: number;
  readonly denied: number;
  readonly ungoverned: number;
}

export interface ReportAnswer {
  readonly schemaVersion: typeof schemaVersion;
  /** The role of the configuration that was asked about. */
  readonly role?: string;
  readonly policies: readonly string[];
  /** The projects and enterprise projects that the grants name, and that the answer is for; absent: they name none. */
  readonly places?: readonly NamedPlace[];
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
  readonly apis: readonly AnswerRow[];
  readonly summary: ReportSummary;
  /** Policies of which nothing is sure, and why, in words: no row is `allowed` for sure then. Absent: none. */
  readonly doubts?: readonly string[];
  /** What the report does not cover, in words (services outside the catalogue, APIs without a permission row). */
  readonly notes: readonly string[];
}

interface CanAnswerHead {
  readonly schemaVersion: typeof schemaVersion;
  readonly query: AnswerQuery;
  /** The role of the configuration that was asked about. */
  readonly role?: string;
  readonly policies: readonly string[];
  /** The projects and enterprise projects that the grants name, and that the answer is for; absent: they name none. */
  readonly places?: readonly NamedPlace[];
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
}

/** What a question was found to be about. */
export interface AnswerQuery {
  readonly text: string;
  readonly kind: 'task' | 'api' | 'action' | 'meaning';
  /** What a question in plain words was understood as. */
  readonly understoodAs?: UnderstoodAs;
  /** What was read, where the question was what a cloud printed or a call of curl. */
  readonly refusal?: Refusal;
}

/** The decision on a question, with what it rests on. */
export type QueryAnswer = ApisAnswer | ActionsAnswer;

export interface ApisAnswer {
  readonly decision: DecisionKind;
  /** For a task or a meaning: each way as indexes into `apis`, all of one cloud and all needed. */
  readonly ways?: readonly (readonly number[])[];
  readonly apis: readonly AnswerRow[];
}

interface ActionsAnswer {
  readonly decision: DecisionKind;
  /** For a task or a meaning: each way as indexes into `actions`. */
  readonly ways?: readonly (readonly number[])[];
  readonly actions: readonly AnswerAction[];
}

export type CanAnswer = CanAnswerHead &
  QueryAnswer & {
    /** With `--explain`: every statement, for every action that the question comes down to. */
    readonly trace?: readonly AnswerTrace[];
    /** With `--suggest`: the smallest addition that would make the answer `allowed`. */
    readonly suggestion?: AnswerSuggestion;
  };

/** How every statement stands to one action. */
export interface AnswerTrace {
  readonly action: string;
  readonly statements: readonly TracedStatement[];
}

export interface TracedStatement {
  /** The element of `Action` that matched, or the statement's first one. */
  readonly by: AnswerPlace;
  readonly granted: 'iam' | 'enterprise-project';
  /** The project or enterprise project that it is granted in, where the grant names one. */
  readonly place?: NamedPlace;
  /** Whether an element of `Action` matches. */
  readonly action: 'yes' | 'no' | 'maybe';
  /** Whether the statement applies, its condition, resource and layer counted. */
  readonly applies: 'yes' | 'no' | 'maybe';
  readonly because: readonly string[];
}

/** Something in the way that no further Allow removes. */
export interface AnswerObstacle {
  readonly message: string;
  readonly by?: readonly AnswerPlace[];
  /** So many more statements are not listed in `by`. */
  readonly byOthers?: number;
}

/** A policy to grant besides, ready to be used: one for each level of service. */
export interface AnswerAddition {
  readonly level: 'global' | 'project' | 'both';
  readonly policy: object;
  /** The projects and enterprise projects to grant it in, where the other grants name some. */
  readonly places?: readonly NamedPlace[];
  /** The answer with it and those before it, where what follows leaves out a limit that these do not. */
  readonly decision?: DecisionKind;
  /** Kinds of limits that the policy goes around: `condition`, `resource`, `scope`. */
  readonly around?: readonly ReasonKind[];
  /** The Conditions, Resources and places that limit these actions now, and that the policy goes around: it grants more. */
  readonly without?: readonly AnswerReason[];
}

export interface AnswerSuggestion {
  /** What the request has to be like for the call to pass, with the policies that go around no limit. */
  readonly request?: {
    /** Values of condition keys. */
    readonly context?: Readonly<Record<string, readonly string[]>>;
    /** Condition keys that have to be absent. */
    readonly without?: readonly string[];
    readonly resources?: readonly string[];
    /** The answer then. */
    readonly decision: DecisionKind;
  };
  /** Policies to grant besides; empty: nothing more to grant would help. Those that go around a limit come last. */
  readonly policies: readonly AnswerAddition[];
  /** The decision with them. */
  readonly decision: DecisionKind;
  /** What stays in the way and cannot be granted. */
  readonly remaining: readonly AnswerObstacle[];
}

/** Who was asked: a policy, or a role of the configuration or of Terraform. */
export type Holder =
  | {
      /** The file, as named. */
      readonly policy: string;
      /** Where the policy stands, and its names, where the file holds several. */
      readonly pointer?: string;
      /** What tells it from the others, for `file#name`; absent: its pointer does. */
      readonly name?: string;
      readonly displayName?: string;
    }
  | {
      /** Of the configuration, or the address of a group, user or agency of Terraform with its place. */
      readonly role: string;
      /** The projects and enterprise projects that its grants name, and that its answer is for. */
      readonly places?: readonly NamedPlace[];
    };

/** One holder's answer. */
export type HolderAnswer = Holder & QueryAnswer;

/** What `who-can` was asked. */
export interface WhoCanHead {
  readonly schemaVersion: typeof schemaVersion;
  readonly query: AnswerQuery;
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
}

export interface WhoCanAnswer extends WhoCanHead {
  readonly answers: readonly HolderAnswer[];
}
