import type { AnswerPlace, AnswerReason, schemaVersion } from './answer.ts';
import type { PlanChangeKind } from './call-needs.ts';
import type { CloudChoice } from './cloud.ts';
import type { DecisionKind } from './decision.ts';

/** What `generate` answers. */
export interface GeneratedAnswer {
  readonly schemaVersion: typeof schemaVersion;
  readonly policies: readonly GeneratedPolicy[];
  /** What was wanted, and what it comes to with the policies granted together. */
  readonly answers: readonly GeneratedFor[];
  /** What nobody knows, and why, in words. */
  readonly unknown: readonly UnknownWant[];
  /** What else there is to say: how words were understood, where policies are to be granted, what reading logs met. */
  readonly notes: readonly string[];
  /** Calls may be missing that a log or plan holds: the policies may be too little. */
  readonly incomplete?: true;
  /** With `--log` and `--plan`: the APIs that are called, how often, and by what. */
  readonly calls?: readonly GeneratedCall[];
  /** With `--from-policy`: what the policy has and its reduced form has not. */
  readonly removed?: readonly GeneratedRemoval[];
  /** With `--from-policy`: documented actions that the policy allows and its reduced form does not. */
  readonly lost?: readonly string[];
  /** Patterns that `--shrink` wrote: they match what a cloud adds later, too. */
  readonly patterns?: readonly string[];
}

/** Something of which nobody knows what it needs. */
export interface UnknownWant {
  readonly text: string;
  /** The line of the file that wants it. */
  readonly at?: { readonly file: string; readonly line: number };
  readonly because: string;
  /** What may be meant: each can be asked for. */
  readonly near?: readonly string[];
}

/** A policy, for a cloud, or for both where they need the same. */
export interface GeneratedPolicy {
  readonly cloud: CloudChoice;
  /** The level of the services: where the policy is to be granted. */
  readonly level: 'global' | 'project';
  /** Its service, where no page says its level: the level is what it is taken for. */
  readonly unsourced?: string;
  readonly document: {
    readonly Version: '1.1';
    /** Of a policy that is reduced its statements with all their members. */
    readonly Statement: readonly GeneratedStatement[];
  };
}

export interface GeneratedStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly [member: string]: unknown;
}

export interface GeneratedFor {
  readonly text: string;
  readonly cloud: CloudChoice;
  readonly decision: DecisionKind;
  /** Why it is not allowed for sure. */
  readonly reasons: readonly AnswerReason[];
  /** Of a refusal: the actions that a policy which is reduced does not allow. */
  readonly missing?: readonly string[];
  /** Of a refusal: the actions that a policy which is reduced denies. */
  readonly denied?: readonly string[];
}

/** An action or pattern of a policy that its reduced form does not have. */
export interface GeneratedRemoval {
  readonly at: AnswerPlace;
  readonly action: string;
  /** What is in its place: the actions that are needed of a pattern. */
  readonly kept: readonly string[];
}

/** An API that a log or a plan calls. */
export interface GeneratedCall {
  /** Method and path as documented. */
  readonly api: string;
  readonly count: number;
  /** How many of the calls were refused (403). */
  readonly refused: number;
  /** How many of them may have been: the log does not show which. */
  readonly maybeRefused: number;
  /** Of a plan: the types of resources that call it, and what happens to them. */
  readonly types: readonly string[];
  readonly changes: readonly PlanChangeKind[];
  /** Of a plan: nothing says that these changes make the call; it may be another change's. */
  readonly assumed: boolean;
}
