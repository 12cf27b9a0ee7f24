/** What is known of a request besides its action. What is not named is unknown. */
export interface RequestContext {
  /** Values of condition keys; a key with an empty list is known to be absent. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Resources that the request is about, five segments each; bound to requirements of the same service and type. */
  readonly resources: readonly string[];
}

/** Nothing is known. */
export const nothingKnown: RequestContext = { keys: new Map(), resources: [] };
