import type { Policy } from './policy.ts';

/**
 * Where a policy is granted. `iam`: an ordinary grant, in a project (`project` names it, if known) or globally.
 * `enterprise-project`: in an enterprise project. The two are decided in two stages (iam-language 7.2).
 */
export type GrantPlace =
  | { readonly kind: 'iam'; readonly where?: { readonly project: string } | 'global' }
  | { readonly kind: 'enterprise-project'; readonly name?: string };

/** A policy granted somewhere. */
export interface Grant {
  readonly policy: Policy;
  readonly place: GrantPlace;
}
