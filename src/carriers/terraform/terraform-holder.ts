import type { Cloud } from '../../model/cloud.ts';
import type { Span } from '../../model/policy.ts';

/** A place in a file. */
interface FilePlace {
  readonly file: string;
  readonly span: Span;
}

/** A group, user or agency that Terraform grants roles to. */
export interface TerraformHolder extends FilePlace {
  /** Of its resource or data source; of a group or user that the files do not fix, of the first resource that grants it a role. */
  readonly address: string;
  readonly kind: 'group' | 'user' | 'agency';
  /** The cloud of its provider; absent: one that the catalogue does not have. */
  readonly cloud?: Cloud;
  /** Of a user those of its groups too. */
  readonly grants: readonly TerraformGrant[];
}

/** A role that somebody is granted. */
export interface TerraformGrant extends FilePlace {
  /** Of the resource that grants it. */
  readonly address: string;
  readonly role: GrantedRole;
  readonly scope: GrantedScope;
  /** It is granted under a condition only. */
  readonly maybe?: true;
}

export type GrantedRole =
  /** A custom policy among the resources. `name`: it is granted by its name, which the vendor's policies may have too. */
  | { readonly kind: 'policy'; readonly address: string; readonly name?: string }
  /** One of the vendor's, by display name or internal name. */
  | { readonly kind: 'system'; readonly name: string }
  /** An identity policy (5.0) that is not among the resources. */
  | { readonly kind: 'identity-policy'; readonly name: string }
  /** The files do not fix which; `written` says what they have. */
  | { readonly kind: 'unknown'; readonly written: string };

/** Scopes by kind, of which a grant may have any. */
export type ScopeKind = 'everything' | 'global' | 'projects' | 'project' | 'enterprise-project';

export type GrantedScope =
  /** All projects, all enterprise projects and global services. */
  | { readonly kind: 'everything' }
  /** Global services. */
  | { readonly kind: 'global' }
  /** Global services, by a project that is the global scope of one of them. */
  | { readonly kind: 'global-project'; readonly project: string; readonly service: string }
  /** All projects. */
  | { readonly kind: 'projects' }
  /** `hole`: the files do not fix which; `name` is what they have. */
  | { readonly kind: 'project' | 'enterprise-project'; readonly name: string; readonly hole?: true }
  /** The files do not fix which kind of scope it is. */
  | { readonly kind: 'unknown'; readonly of: readonly ScopeKind[] };
