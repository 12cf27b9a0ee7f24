import type { Cloud } from './cloud.ts';
import type { DocumentTaker } from './document-taker.ts';

/** Path of a value inside a document: member names and array indexes, as in `['Statement', 0, 'Action', 2]`. */
export type DocumentPath = readonly (string | number)[];

/** What a text turned out to hold. */
export type DocumentKind =
  /** Custom policy, Version 1.1. */
  | 'policy'
  /** System role, Version 1.0. */
  | 'role'
  /** Identity policy, Version 5.0: read, never evaluated with the 1.1 action table. */
  | 'identity-policy'
  /** Looks like a policy, but is too broken to tell or to trust. */
  | 'unreadable'
  /** Recognised as a policy of another kind (bucket, topic, trust, AWS, …). */
  | 'foreign'
  /** Not a policy at all. */
  | 'none';

/** A syntax error of JSON. `hint` says what to do. */
export interface JsonSyntaxError {
  readonly kind:
    | 'trailing-comma'
    | 'missing-comma'
    | 'missing-colon'
    | 'unbalanced-bracket'
    | 'unclosed-string'
    | 'multi-line-string'
    | 'comment'
    | 'full-width-punctuation'
    | 'curly-quote'
    | 'single-quote'
    | 'unquoted-name'
    | 'invalid-escape'
    | 'invalid-number'
    | 'invalid-character'
    | 'truncated'
    | 'too-deep'
    | 'trailing-text'
    /** A further document: reported for the file as a whole, not as a syntax error. */
    | 'second-document'
    | 'unexpected';
  /** UTF-16 offset and length in the text. */
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly hint: string;
  /** What fixes it, where only one thing can be meant. */
  readonly fix?: TextFix;
  /** Other places of the same habit (single quotes, comments, …), in the order of the text. */
  readonly again?: readonly SyntaxErrorPlace[];
}

/** Another place of a syntax error. */
export interface SyntaxErrorPlace extends Span {
  readonly fix?: TextFix;
}

/** Another text in the place of a span. */
export interface TextFix extends Span {
  readonly text: string;
}

/**
 * A structural fault of a policy: a document with one gives no sure `allowed` and no sure refusal by absence.
 * `path` points at the faulty value, or at the object that misses a member; `member` is the member's name where one is meant.
 */
export type Fault =
  | { readonly kind: 'invalid-json'; readonly path: DocumentPath; readonly syntaxError: JsonSyntaxError }
  | {
      readonly kind: 'duplicate-member';
      readonly path: DocumentPath;
      readonly member: string;
      readonly first: Span;
      readonly again: Span;
      /** Both have the same value. */
      readonly same?: true;
    }
  | { readonly kind: 'missing-member'; readonly path: DocumentPath; readonly member: string }
  | {
      readonly kind: 'unknown-member';
      readonly path: DocumentPath;
      readonly member: string;
      readonly known: readonly string[];
      /** The nearest known name, where no member of the object has it yet. */
      readonly meant?: string;
      /** The value is a text, number or boolean. */
      readonly scalar?: true;
    }
  | ({ readonly kind: 'wrong-type' } & TypeMismatch)
  | { readonly kind: 'empty-list'; readonly path: DocumentPath; readonly member: string }
  /** Two members of which a statement has one; `path` is that of the second. */
  | {
      readonly kind: 'conflicting-members';
      readonly path: DocumentPath;
      readonly member: string;
      readonly other: string;
    }
  | { readonly kind: 'invalid-version'; readonly path: DocumentPath; readonly found: string }
  | { readonly kind: 'invalid-effect'; readonly path: DocumentPath; readonly found: string }
  /** Of a JSON text with several documents one after another; each of its policies has it. */
  | {
      readonly kind: 'multiple-documents';
      readonly path: DocumentPath;
      readonly second: Span;
      /** Starts of the documents after the second. */
      readonly others: readonly Span[];
    }
  | {
      readonly kind: 'invalid-encoding';
      readonly path: DocumentPath;
      readonly problem: EncodingProblem;
    }
  /** The text, or one document of it, is longer or deeper than is read; `written` is where reading stopped. */
  | {
      readonly kind: 'input-too-large';
      readonly path: DocumentPath;
      readonly written: Span;
      readonly message: string;
    }
  /** The document stands as a string where an object belongs. */
  | { readonly kind: 'double-encoded-policy'; readonly path: DocumentPath; readonly document: string };

/** Why the bytes of a text are not the UTF-8 that is wanted, in words. */
export interface EncodingProblem extends Span {
  readonly message: string;
  readonly hint: string;
  /** Other places in doubt. */
  readonly again?: readonly Span[];
}

/** UTF-16 offset and length in a text. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export type Effect = 'allow' | 'deny';

/**
 * A text of a statement as written, and where it is: an action, a resource, an agency or a condition value. Each part that the
 * file does not fix is a run of the hole character; of an item that is a hole as a whole, or of items that are not known, that
 * is all. What a hole becomes is taken to be of the form that the language has in its place (design 4.2).
 */
export interface PlacedText {
  readonly text: string;
  readonly path: DocumentPath;
  /** It is there under a condition only. */
  readonly maybe?: true;
}

/** The texts alone, in their order. */
export function textsOf(placed: readonly PlacedText[]): readonly string[] {
  return placed.map(({ text }) => text);
}

/** Texts that are in no document, as tests of a Condition have them. */
export function unplaced(texts: readonly string[]): readonly PlacedText[] {
  return texts.map((text) => ({ text, path: [] }));
}

/** Whether the value at a path is one string, and not a list of them. */
export function isBare(texts: readonly PlacedText[], path: DocumentPath): boolean {
  return texts[0]?.path.length === path.length;
}

/** A statement's `Resource`. */
export type StatementResource =
  | { readonly kind: 'omitted' }
  | {
      readonly kind: 'list';
      readonly resources: readonly PlacedText[];
      readonly path: DocumentPath;
    }
  /** Agency policy: `{"uri": [...]}`. */
  | {
      readonly kind: 'agencies';
      readonly uris: readonly PlacedText[];
      readonly path: DocumentPath;
    };

/** What a Resource lists: resources or agencies. */
export function listedTexts(resource: StatementResource): readonly PlacedText[] {
  return resource.kind === 'list' ? resource.resources : resource.kind === 'agencies' ? resource.uris : [];
}

/** One test of a Condition: one operator on one key, as written. */
export interface ConditionTest {
  /** With prefix and suffix, e.g. `ForAnyValue:StringEqualsIfExists`. */
  readonly operator: string;
  readonly key: string;
  /** The strings among them. */
  readonly values: readonly PlacedText[];
  /** Points at the key. */
  readonly path: DocumentPath;
}

/** A value of another type than it has to have. */
export interface TypeMismatch {
  readonly path: DocumentPath;
  readonly expected: string;
  readonly found: string;
}

/** A statement's `Condition`: all tests have to hold. */
export interface StatementCondition {
  readonly path: DocumentPath;
  readonly tests: readonly ConditionTest[];
  /** False where a part does not have the documented shape, or is a hole, so that nobody can tell what it asks for. */
  readonly readable: boolean;
  /** Parts of it are holes, or there under a condition only; those in the texts of its tests are not meant. */
  readonly hole?: true;
  /** What is written in place of values that are strings. */
  readonly mismatches?: readonly TypeMismatch[];
  /** Parts that ask for nothing: the Condition itself, an operator, or a key. */
  readonly empty?: readonly DocumentPath[];
}

/** One readable statement. A statement whose Effect or Action cannot be read is only a fault. */
export interface Statement {
  readonly path: DocumentPath;
  readonly effect: Effect;
  readonly actions: readonly PlacedText[];
  readonly resource: StatementResource;
  /** The statement carries a Condition (even an empty one). */
  readonly condition: StatementCondition | undefined;
  /** Why it decides nothing for sure; absent: it is there as it is written. */
  readonly unsure?: StatementDoubt;
}

/** Why a statement decides nothing for sure, whatever it says. */
export type StatementDoubt =
  /** It is there under a condition only. */
  | 'maybe-there'
  /** Its Effect is a hole: it is among the statements as an Allow and as a Deny, each of them maybe. */
  | 'effect'
  /** Both of these. */
  | 'maybe-there-and-effect'
  /** It may have more members, which are not known. */
  | 'members';

/** A part of a policy that the file does not fix, by which the policy may hold any statement, or is not sure in what it holds. */
export interface PolicyHole {
  /**
   * `statements`: there may be more statements, beside those that are known. `document`: nothing of the policy is sure: it is a
   * hole itself, its Version is one, or it may have other members. `layer`: its declared layer is a hole, so that what it
   * allows or denies is not sure, and there is nothing else.
   */
  readonly kind: 'statements' | 'document' | 'layer';
  readonly path: DocumentPath;
  /** As it is written, where it is one value: `var.more`. */
  readonly written?: string;
}

/**
 * What could be read of a statement, whatever is wrong with the rest of it: what its parts say can be checked, and what it
 * decides cannot be told.
 */
export interface StatementReading extends Omit<Statement, 'effect'> {
  /** What a misspelt one is meant for; `undefined` where it means nothing. */
  readonly effect: Effect | undefined;
  /** Identity policies 5.0. */
  readonly notActions?: readonly PlacedText[];
  /** Identity policies 5.0. */
  readonly notResources?: readonly PlacedText[];
}

/**
 * The layer that the envelope of the IAM API declares (`type`): `AX` takes effect when granted globally, `XA` in
 * projects, `AA` (both) and `XX` (neither) occur on system roles only.
 */
export const policyLayers = ['AX', 'XA', 'AA', 'XX'] as const;
export type PolicyLayer = (typeof policyLayers)[number];

/** A role that another one depends on. The catalog is unreliable: for messages only. */
export interface RoleDependency {
  readonly displayName: string;
  readonly catalog?: string;
}

/** A document of another kind or another cloud, recognised and left alone. */
export interface ForeignDocument {
  readonly path: DocumentPath;
  /** As in `AWS policy`. */
  readonly looksLike: string;
  /** What it is recognised by, as a clause: `its Version is …`. */
  readonly because: string;
}

/** A policy as the engine sees it. */
export interface Policy {
  /** File as named by the user, or `system:<display name>`. */
  readonly file: string;
  readonly kind: 'policy' | 'role' | 'identity-policy' | 'unreadable';
  /** Where the document is in its file, if that is not the whole of it. All other paths include it. */
  readonly root?: DocumentPath;
  /** What tells it from other policies of its file: the address of a resource, or its number in a page. */
  readonly name?: string;
  readonly statements: readonly Statement[];
  /** All statements, as far as they can be read; absent where `statements` says the same. */
  readonly readings?: readonly StatementReading[];
  readonly faults: readonly Fault[];
  /** Declared layer, where the document has an envelope that says so. */
  readonly layer?: PolicyLayer;
  /** Name that people know it by, where the document or the list of system policies says so. */
  readonly displayName?: string;
  /** Earlier names of a system policy. */
  readonly aliases?: readonly string[];
  /** What the envelope of the IAM API says of who wrote it; absent where it does not say, or there is none. */
  readonly origin?: 'vendor' | 'customer';
  /** Length without white space between tokens; absent for texts far below every documented limit. */
  readonly characters?: number;
  /** Roles that have to be granted too, in the same project, for the role to work; by display name. */
  readonly depends?: readonly RoleDependency[];
  /**
   * A system policy whose content is not published: it may hold any Allow of these services (`null`: of any), and, if it
   * is a role, any Deny. `unknown`: nothing is known of the policy but the name.
   */
  readonly unpublished?: { readonly services: readonly string[] | null; readonly unknown?: true };
  /**
   * The policy is granted by a name that means another system policy from one cloud or region to the next: all of them.
   * The rest of the policy says what any of them may hold.
   */
  readonly meanings?: readonly PolicyMeaning[];
  /** Parts that the file does not fix: it is like a policy that cannot be read, but nothing is wrong with it. */
  readonly holes?: readonly PolicyHole[];
  /**
   * The policy is there under a condition only (`count = var.enabled ? 1 : 0`): none of its statements is sure where it is
   * granted.
   */
  readonly maybe?: true;
  /** Where its layer is declared, if not in an envelope of the IAM API. */
  readonly writtenLayer?: WrittenLayer;
  /** The place of those parts that are written in another file: nothing is said of them here. */
  readonly borrowed?: Span;
  /** What takes the document, where that is known. */
  readonly taker?: DocumentTaker;
}

/** A policy that the file does not fix: the policy or role of a grant is a hole. */
export function unknownPolicy(file: string, path: DocumentPath, written?: string): Policy {
  const hole: PolicyHole = { kind: 'document', path, ...(written === undefined ? {} : { written }) };
  return { file, kind: 'policy', statements: [], faults: [], holes: [hole] };
}

/** A policy that is asked for itself: it is answered as if it were there. */
export function asIfThere({ maybe: _, ...policy }: Policy): Policy {
  return policy;
}

/** What a policy is called: its file, and what tells it from others there. */
export function policyName({ file, name }: Pick<Policy, 'file' | 'name'>): string {
  return name === undefined ? file : `${file}#${name}`;
}

/** A system policy that a name means in some regions of a cloud. */
export interface PolicyMeaning {
  readonly cloud: Cloud;
  /** Absent: in every region of the cloud. */
  readonly regions?: readonly string[];
  /** The policy, with a text for its places. */
  readonly file: PolicyFile;
}

/** A file's text and what was read from it. */
export interface PolicyFile {
  readonly file: string;
  readonly text: string;
  /** Of several policies: the kind of the first. */
  readonly kind: DocumentKind;
  /** For `foreign`: what it looks like, e.g. `OBS bucket policy`. */
  readonly foreign?: string;
  /** Every document that is recognised as a policy of another kind. */
  readonly foreignDocuments?: readonly ForeignDocument[];
  /** At least one for every kind but `foreign` and `none`; several where the file is a list of roles. */
  readonly policies: readonly Policy[];
  /** The text looks as if it held a policy, and none was read. */
  readonly looksLikePolicy?: {
    readonly at: Span;
    /** Files of this kind are read only when they are named. */
    readonly passedOver?: true;
  };
  /** The file begins with a byte order mark, which is not part of the text. */
  readonly byteOrderMark?: true;
  /** The file is too large: `text` is only its beginning. */
  readonly partial?: true;
  /** How the text is written, where it is not JSON as a whole. */
  readonly form?: TextForm;
}

/** What is known of a text that is not JSON besides its policies, so that nobody else needs its reader. */
export interface TextForm {
  readonly spanOf: SpanFinder;
  /** Reads another text in the place of this one. */
  readonly reread: (text: string) => PolicyFile;
  /** What of the text can be changed: an edit lies inside one of these. */
  readonly parts: readonly TextPart[];
  /** What fixes are made for, as a clause: `in YAML only …`. */
  readonly fixable: string;
  /** Where the text stops being the language around its documents. */
  readonly syntaxErrors?: readonly FormSyntaxError[];
  /** Where reading that language came to a bound. */
  readonly limits?: readonly FormSyntaxError[];
  /** The comments that mean this program, in the order of the text; absent: the form has none. */
  readonly comments?: () => readonly TextComment[];
}

/** A syntax error of the language around the documents of a text. */
export interface FormSyntaxError extends Span {
  readonly message: string;
}

/** What is written beside a document to declare its layer. */
export interface WrittenLayer extends Span {
  /** `type`, `display_layer`. */
  readonly argument: string;
  readonly value: string;
  /** What would declare the other layer. */
  readonly other: string;
}

/** A comment of a text: `iamscope-ignore rule: reason`. */
export interface TextComment extends Span {
  /** Without its marks. */
  readonly text: string;
  /** What it is about: what follows it, or is on its line. Absent: nothing. */
  readonly covers?: Span;
}

/** A part of a text that holds a document. */
export type TextPart =
  /** JSON that is in the text as it is, line by line. */
  | {
      readonly kind: 'json';
      readonly path: DocumentPath;
      readonly text: string;
      /** Offset in the file of an offset in the text; of its end, where it ends. */
      readonly placeOf: (offset: number) => number;
    }
  /** All that was read, with its places in the file: of several documents a list. Aliases share the nodes that they stand for. */
  | { readonly kind: 'tree'; readonly path: DocumentPath; readonly root: TextNode };

/** A value with its place in a text. */
export interface TextNode extends Span {
  /** `string`, `list`, … */
  readonly type: string;
  readonly items?: readonly TextNode[];
  readonly members?: readonly { readonly name: string; readonly nameSpan: Span; readonly value: TextNode }[];
}

/** Finds what a path leads to: the value, or the name of the member that holds it. */
export type SpanFinder = (path: DocumentPath, target: 'value' | 'member') => Span;
