/** Members of a document and of its statements that get through what takes it. */
export interface KeptMembers {
  readonly document: readonly string[];
  readonly statement: readonly string[];
  /** What takes it: `huaweicloud_identity_role`. */
  readonly by: string;
}
