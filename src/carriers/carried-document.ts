import type { DocumentPath, ForeignDocument, PolicyLayer } from '../model/policy.ts';
import type { KeptMembers } from '../model/policy-resources.ts';
import type { JsonNode } from '../policy/json-node.ts';

/**
 * A document that stands in a file of another form: a code block of a page, an attribute of a Terraform resource, a member of
 * a plan (design 4.2). Rules and decisions do not learn which.
 */
export interface CarriedDocument {
  /** Where it is in its file, as in `['resource', 'huaweicloud_identity_role', 'images', 'policy']`. */
  readonly path: DocumentPath;
  /** What people call it: the address of a resource. */
  readonly name?: string;
  readonly content: CarriedText | CarriedTree;
  /** Declared beside the document: `type`, `display_layer`. */
  readonly layer?: PolicyLayer;
  readonly displayName?: string;
  /** The document is there under a condition only (`count = var.enabled ? 1 : 0`). */
  readonly maybe?: true;
  /** What takes the document passes on these members only, and drops others without a word. */
  readonly keeps?: KeptMembers;
  /** It is a policy of another kind, whatever its text looks like. */
  readonly foreign?: Pick<ForeignDocument, 'looksLike' | 'because'>;
}

/** A document as JSON text. What the file does not fix are runs of the hole character, as long as what is written there. */
export interface CarriedText {
  readonly kind: 'text';
  readonly text: string;
  /** UTF-16 offset in the file of an offset in the text. */
  readonly placeOf: (offset: number) => number;
  /** The text is in the file as it is, so that an edit of the one is an edit of the other. */
  readonly verbatim: boolean;
}

/** A document that is written in another language than JSON, as the tree it stands for, with its places in the file. */
export interface CarriedTree {
  readonly kind: 'tree';
  readonly root: JsonNode;
}
