import type { KeptMembers } from './document-taker.ts';
import type { PolicyLayer } from './policy.ts';

/** `terraform.json`: which resources hold policies, and in which of their arguments. */
export interface PolicyResources {
  readonly policies: readonly PolicyResource[];
  readonly foreign: readonly ForeignResource[];
}

/** Resources that hold a policy. */
export interface PolicyResource {
  /** `*_` at the beginning stands for any provider. */
  readonly types: readonly string[];
  /** The argument that is a policy as JSON. */
  readonly document?: string;
  /** Or the blocks that are its statements. */
  readonly statements?: string;
  /** The argument that people know the policy by. */
  readonly name?: string;
  readonly layer?: {
    readonly argument: string;
    readonly values: Readonly<Record<string, PolicyLayer>>;
  };
  /** The members that the provider sends on; others are gone without a word. */
  readonly keeps?: KeptMembers;
  /** Members of a statement that the provider takes as lists only. */
  readonly lists?: readonly string[];
  /** It holds a policy of ours only where an argument has this value. */
  readonly only?: { readonly argument: string; readonly value: string };
}

/** Resources that hold a policy of another kind. */
export interface ForeignResource {
  readonly types: readonly string[];
  readonly document: string;
  readonly looksLike: string;
}
