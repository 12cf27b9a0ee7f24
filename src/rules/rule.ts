import type { Catalogue } from '../model/catalogue.ts';
import type { CloudChoice } from '../model/cloud.ts';
import type { RuleDescription, Severity } from '../model/finding.ts';
import type { DocumentPath, Policy, Span } from '../model/policy.ts';

/** Where a problem is. Rules point; lines and columns are worked out for what is shown. */
export type Pointer =
  | { readonly path: DocumentPath; readonly target?: 'value' | 'member' }
  /** For what has no path of its own: a slip of syntax, a name that stands twice. `path` is what holds it. */
  | { readonly span: Span; readonly path: DocumentPath };

/** A second place that a problem is about. */
export interface RelatedPlace {
  readonly at: Pointer;
  readonly note: string;
}

/** What a rule found. */
export interface Problem {
  readonly message: string;
  readonly at: Pointer;
  readonly help?: string;
  readonly related?: readonly RelatedPlace[];
  /** Milder or graver than the rule's own severity. */
  readonly severity?: Severity;
}

/** What a rule sees. */
export interface RuleContext {
  readonly policy: Policy;
  readonly catalogue: Catalogue;
  readonly cloud: CloudChoice;
}

/** A lint rule: its documentation and its check. */
export interface Rule extends RuleDescription {
  check(context: RuleContext): Iterable<Problem>;
}

/** Keeps the id's literal type, so that the list of rules knows all ids. */
export function defineRule<const Id extends string>(
  rule: Rule & { readonly id: Id },
): Rule & { readonly id: Id } {
  return rule;
}
