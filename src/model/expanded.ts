import type { AnswerPlace, schemaVersion } from './answer.ts';
import type { AccessLevel } from './catalogue.ts';
import type { Cloud, CloudChoice } from './cloud.ts';

/** What `expand` answers. */
export interface ExpandedAnswer {
  readonly schemaVersion: typeof schemaVersion;
  readonly cloud: CloudChoice;
  /** Each pattern, in the order of the document. */
  readonly patterns: readonly ExpandedPattern[];
}

export interface ExpandedPattern {
  readonly pattern: string;
  /** Where it is in a policy. */
  readonly at?: AnswerPlace;
  /** The documented actions that it covers; empty: none is known. */
  readonly actions: readonly {
    readonly action: string;
    readonly level: AccessLevel;
    readonly clouds: readonly Cloud[];
  }[];
}
