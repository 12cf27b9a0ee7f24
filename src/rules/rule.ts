import type { RuleDescription, Severity } from '../model/finding.ts';
import type { GrantHolder } from '../model/grant.ts';
import type { DocumentPath, Policy, PolicyFile, Span } from '../model/policy.ts';
import type { ActionText } from './action-text.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { RuleWorld } from './rule-world.ts';

/** Where a problem is. Rules point; lines and columns are worked out for what is shown. */
export type Pointer =
  | { readonly path: DocumentPath; readonly target?: 'value' | 'member' }
  /** For what has no path of its own: a syntax error, a name that stands twice. `path` is what holds it. */
  | { readonly span: Span; readonly path: DocumentPath };

/** A second place that a problem is about. */
export interface RelatedPlace {
  readonly at: Pointer;
  readonly note: string;
}

/** A value as JSON has it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * One step of a fix, said of the document; the text around it stays as it is. A step with a path is offered only where the
 * text is JSON without syntax errors, since elsewhere nobody knows which comma belongs to what; `rewrite` is offered anywhere.
 */
export type Change =
  /**
   * Takes an item out of its list, or a member out of its object, with the comma and the line that it needs no more. Where
   * a name stands twice, `member` says which one goes; else it is the one that counts. The last action takes its
   * statement along; the last item of anything else stays, and with it the whole fix.
   */
  | { readonly kind: 'remove'; readonly path: DocumentPath; readonly member?: Span }
  /** Another value in the place of one, printed in the style of the text. */
  | { readonly kind: 'replace'; readonly path: DocumentPath; readonly value: JsonValue }
  /** Another name for a member; not where its object has one of that name. */
  | { readonly kind: 'rename'; readonly path: DocumentPath; readonly name: string }
  /** A new member, which the path names; the last of its object unless it is to be the first. Not where there is one. */
  | {
      readonly kind: 'insert';
      readonly path: DocumentPath;
      readonly value: JsonValue;
      readonly first?: true;
    }
  /** Puts a value into a list of its own: `"x"` becomes `["x"]`. */
  | { readonly kind: 'wrap'; readonly path: DocumentPath }
  /** Puts a number or boolean into quotes: `1.1` becomes `"1.1"`. */
  | { readonly kind: 'quote'; readonly path: DocumentPath }
  /** Another text for a span: for syntax errors. */
  | { readonly kind: 'rewrite'; readonly span: Span; readonly text: string };

/** A change that a rule proposes. `safe`: it changes no decision of any policy, and nobody can have meant it otherwise. */
export interface ProposedFix {
  readonly safe: boolean;
  /** As an order, lower case, no final stop: `remove the duplicate`. */
  readonly description: string;
  readonly changes: readonly Change[];
}

/** What a rule found. */
export interface Problem {
  readonly message: string;
  readonly at: Pointer;
  readonly help?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fix?: ProposedFix;
  /** Milder or graver than the rule's own severity. */
  readonly severity?: Severity;
}

/** What a rule about policies sees: one policy at a time. */
export interface RuleContext extends RuleWorld {
  readonly policy: Policy;
  readonly facts: PolicyFacts;
}

/** What a rule about files sees, policies in it or not. */
export interface FileContext extends RuleWorld {
  readonly file: PolicyFile;
  /** Who is granted policies together by what the file says. */
  readonly holders?: readonly GrantHolder[];
}

/** What a policy can have that a rule needs in order to find anything. */
export type Need =
  /** A fault of the text or structure. */
  | 'fault'
  /** A statement with a Condition. */
  | 'condition'
  /** A statement with a Resource. */
  | 'resource'
  /** Something that few policies have: another kind or language, an envelope, a fault, a hole. */
  | 'special'
  /** No statement that allows anything. */
  | 'no-allow'
  /** An action that the policy has twice, or a pattern. */
  | 'overlap'
  /** Services of both levels. */
  | 'both-levels';

/** A lint rule: its documentation and its check, of each policy or of a file as a whole. */
export interface Rule extends RuleDescription {
  /** What a policy has to have, one of it at least, for `check` to find anything: most rules need not be asked about most. */
  readonly needs?: readonly Need[];
  /**
   * Whether `check` may find something because of an action, whatever else the policy says: asked once for each text. A
   * policy without such an action, and without what is needed, has nothing for the rule to find.
   */
  concernsAction?(action: ActionText, world: RuleWorld): boolean;
  /** What other rules say of the same value is a consequence of what this one says. */
  readonly rootCause?: true;
  check?(context: RuleContext): Iterable<Problem>;
  checkFile?(context: FileContext): Iterable<Problem>;
}

/** Keeps the id's literal type, so that the list of rules knows all ids. */
export function defineRule<const Id extends string>(
  rule: Rule & { readonly id: Id },
): Rule & { readonly id: Id } {
  return rule;
}
