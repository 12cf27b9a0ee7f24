import type { DocumentTaker } from '../model/document-taker.ts';
import type {
  DocumentPath,
  ForeignDocument,
  FormSyntaxError,
  PolicyLayer,
  Span,
  TextComment,
  WrittenLayer,
} from '../model/policy.ts';
import type { JsonNode } from '../policy/json-node.ts';
import type { Duplicate, JsonReading } from '../policy/json-reader.ts';
import type { LocatedSyntaxError } from '../policy/syntax-error-log.ts';
import type { CoveredText } from '../policy/text-comments.ts';

/**
 * A document inside a file of another form: a code block of a page, an attribute of a Terraform resource, a member of
 * a plan (design 4.2). Rules and decisions do not learn which.
 */
export interface CarriedDocument {
  /**
   * Where it is in its file, as in `['resource', 'huaweicloud_identity_role', 'images', 'policy']`. No path begins with another
   * one. Absent: the documents that are policies are numbered, from 1.
   */
  readonly path?: DocumentPath;
  /** What people call it: the address of a resource. */
  readonly name?: string;
  readonly content: CarriedText | CarriedTree;
  /**
   * Its place says nothing of what it is: a code block may hold a part of a policy, several one after another, or anything
   * else. Otherwise what is not recognised is a policy that cannot be read.
   */
  readonly anything?: true;
  /** Declared beside the document: `type`, `display_layer`. */
  readonly layer?: PolicyLayer;
  readonly writtenLayer?: WrittenLayer;
  /** A layer is declared, but the file does not fix which. */
  readonly layerHole?: true;
  readonly displayName?: string;
  /** The document is there under a condition only (`count = var.enabled ? 1 : 0`). */
  readonly maybe?: true;
  /**
   * Parts of the document are written in another file, which says what is wrong with them: their place is this one. Nothing is
   * said of what has it.
   */
  readonly borrowed?: Span;
  /** What takes the document. */
  readonly taker?: DocumentTaker;
  /** What of the file is about the document alone: its resource, and the blocks in that. */
  readonly around?: readonly Span[];
  /** It is a policy of another kind, whatever its text looks like. */
  readonly foreign?: Pick<ForeignDocument, 'looksLike' | 'because'>;
}

/** A document as text. What the file does not fix are runs of the hole character, as long as what is written there. */
export interface CarriedText {
  readonly kind: 'text';
  readonly text: string;
  /** UTF-16 offset in the file of an offset in the text, growing with it; of the text's length, where it ends. */
  readonly placeOf: (offset: number) => number;
  /** How the text is read where it is not JSON. */
  readonly read?: (text: string) => JsonReading;
  /** The text is in the file as it is, line by line, so that an edit of the one is an edit of the other. */
  readonly verbatim: boolean;
}

/** A document that is written in another language than JSON, as the tree it stands for, with its places in the file. */
export interface CarriedTree {
  readonly kind: 'tree';
  readonly root: JsonNode;
  /** The root is a list of documents that follow one another. */
  readonly several?: boolean;
  /** What is wrong with its text, with paths in the document and places in the file. */
  readonly syntaxErrors?: readonly LocatedSyntaxError[];
  readonly duplicates?: readonly Duplicate[];
  /** The tree is written like JSON or YAML, so that single values and items of lists in it can be changed. */
  readonly editable?: true;
}

/** How documents are found in files of one form. */
export interface Carrier {
  /** The documents of a text, in its order. What is met besides them is added to `found`. */
  readonly documents: (text: string, found: FoundBesides) => readonly CarriedDocument[];
  /** Those of the comments found that mean this program, with what they cover; absent: found with them, or none. */
  readonly covering?: (comments: readonly Span[], covered: CoveredText) => readonly TextComment[];
  /** Characters of the longest text that is read. */
  readonly largest: number;
  /** What fixes are made for, as a clause: `in a page only …`. */
  readonly fixable: string;
}

/** What a carrier finds in a text besides documents. */
export interface FoundBesides {
  readonly syntaxErrors: FormSyntaxError[];
  /** Where reading came to a bound: what is after it is not known. */
  readonly limits: FormSyntaxError[];
  /** All comments, in the order of the text. */
  readonly comments: Span[];
  /** Those that mean this program, where what they cover is known. */
  readonly covering: TextComment[];
}

/** Nothing found yet. */
export function nothingFound(): FoundBesides {
  return { syntaxErrors: [], limits: [], comments: [], covering: [] };
}
