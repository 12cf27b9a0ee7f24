import type { Location } from './position.ts';

/** How grave a finding is, from gravest to mildest. */
export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Another place that a finding is about. */
export interface RelatedLocation extends Pick<Location, 'file' | 'pointer' | 'line' | 'column'> {
  readonly note: string;
}

/** One problem of one file: where, which rule, what is wrong, what to do. */
export interface Finding extends Location {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without final stop. Quotes the user's text as it is: reporters escape it for their format. */
  readonly message: string;
  readonly help?: string;
  readonly related: readonly RelatedLocation[];
}

/** Counts of a run of `lint`. */
export interface LintSummary {
  /** Files looked at, policies or not. */
  readonly files: number;
  /** Files that hold a policy. */
  readonly policies: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
}

/** What `lint` found. */
export interface LintReport {
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly summary: LintSummary;
}

/** What `explain` and the documentation show of a rule. */
export interface RuleDescription {
  readonly id: string;
  readonly severity: Severity;
  /** What the rule finds, in one clause. */
  readonly summary: string;
  /** Why it matters, and what the rule is known to miss. */
  readonly rationale: string;
  /** Policies as text: one that the rule reports, one that it does not. */
  readonly examples: { readonly flagged: string; readonly clean: string };
}
