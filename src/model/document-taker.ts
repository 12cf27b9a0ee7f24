/** What takes a document and passes it on to the cloud: a resource of Terraform. */
export interface DocumentTaker {
  /** `huaweicloud_identity_role` */
  readonly name: string;
  /** The only members that it passes on, where others are dropped without a word. */
  readonly keeps?: KeptMembers;
  /** Members of a statement that it takes as lists only, though the language knows other ways to write them. */
  readonly lists?: readonly string[];
}

/** Members of a document and of its statements that reach the cloud. */
export interface KeptMembers {
  readonly document: readonly string[];
  readonly statement: readonly string[];
}
