import type { Span } from '../../model/policy.ts';
import type { JsonObject } from '../../policy/json-node.ts';

/**
 * A resource or data source of Terraform, whichever form it comes from: source (`.tf`, `.tf.json`), plan, or state. What the
 * form does not fix is a hole.
 */
export interface TerraformResource {
  /** `module.team.huaweicloud_identity_role.images`, with `data.` for a data source. */
  readonly address: string;
  readonly mode: 'resource' | 'data';
  readonly type: string;
  /** Nested blocks are lists of objects under their name. */
  readonly attributes: JsonObject;
  readonly file: string;
  /** Of its first line in the file. */
  readonly span: Span;
  /** It is there under a condition only (`count`, `for_each`). */
  readonly maybe?: true;
}
