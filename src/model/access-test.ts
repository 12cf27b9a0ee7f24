import type { AnswerPlace, schemaVersion } from './answer.ts';
import type { DecisionKind } from './decision.ts';

/** What `test` answers. */
export interface AccessTestAnswer {
  readonly schemaVersion: typeof schemaVersion;
  readonly tests: readonly TestedQuestion[];
  readonly never: readonly TestedNever[];
  /** Files that could not be tested. Absent: none. */
  readonly errors?: readonly AccessTestError[];
  /** Present where it was asked for. */
  readonly coverage?: AccessCoverage;
}

/** What is wrong with a file of tests, in words. */
export interface AccessTestError {
  readonly file: string;
  readonly message: string;
}

/** Who was asked what, and where the test is written. */
interface Tested {
  readonly file: string;
  readonly line: number;
  /** The role, the group, or the policies. */
  readonly holder: string;
  readonly question: string;
  readonly actual: DecisionKind;
  readonly ok: boolean;
  /** The deciding statements. */
  readonly by: readonly AnswerPlace[];
  /** What the answer rests on, in words: the deciding statements, what is missing, the reasons. */
  readonly why: readonly string[];
  /** What is wrong, in words; empty where nothing is. */
  readonly problems: readonly string[];
}

/** An expected decision and the actual one. */
export interface TestedQuestion extends Tested {
  readonly expected: DecisionKind;
  /** The actions that are refused. */
  readonly missing: readonly string[];
}

/** What must not be possible, and whether it is. */
export interface TestedNever extends Tested {
  readonly unless?: 'conditional';
  /** What of it is possible: APIs, actions and patterns. */
  readonly possible: readonly string[];
}

/** How much of the policies the tests depend on. */
export interface AccessCoverage {
  /** Statements and actions of all policies that were tested, and those that no answer depends on. */
  readonly parts: number;
  readonly tested: number;
  readonly untested: readonly UntestedPart[];
  /** Of a hundred parts so many are tested, rounded down. */
  readonly percent: number;
}

/** A statement, or one of its actions, that can be taken away without any answer changing. */
export interface UntestedPart {
  readonly kind: 'statement' | 'action';
  readonly at: AnswerPlace;
  /** The action; of a statement its actions. */
  readonly actions: readonly string[];
}
