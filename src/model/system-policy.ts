import type { Cloud } from './cloud.ts';
import type { PolicyLayer } from './policy.ts';

/** The content of a system role or policy as one page prints it. */
export interface SystemPolicyPrint {
  readonly clouds: readonly Cloud[];
  /** Repository and path of the page. */
  readonly source: string;
  /** Why the print no longer counts, where it does not: the vendor has changed the content since. */
  readonly former?: string;
  readonly document: SystemPolicyDocument;
}

/** A policy document as its author wrote it. */
export interface SystemPolicyDocument {
  readonly Version: string;
  readonly Statement: readonly { readonly Effect: 'Allow' | 'Deny'; readonly Action: readonly string[] }[];
  readonly Depends?: readonly { readonly catalog: string; readonly display_name: string }[];
}

/** What a vendor's page says that a system policy permits and what not, in the page's terms. */
interface DocumentedOperations {
  readonly source: string;
  readonly supported: readonly string[];
  readonly unsupported: readonly string[];
}

/** A name in tokens and in Terraform. One that ends in a number means other policies in other clouds and regions. */
export interface InternalName {
  readonly cloud: Cloud;
  /** Absent: in every region of the cloud. */
  readonly regions?: readonly string[];
  readonly name: string;
}

/** A role or policy that the vendor has defined. */
export interface SystemPolicy {
  /** Display name. */
  readonly name: string;
  readonly kind: 'role' | 'policy';
  /** Clouds whose documentation names it. */
  readonly clouds: readonly Cloud[];
  /** Services that it is about; `null`: any. */
  readonly services: readonly string[] | null;
  readonly source: string;
  readonly layer?: PolicyLayer;
  readonly internalNames?: readonly InternalName[];
  /** Earlier and other names. */
  readonly aliases?: readonly string[];
  /** Clouds in which the aliases mean it, where not in all of its clouds. */
  readonly aliasClouds?: readonly Cloud[];
  /** What it depends on, where a page says so and no print does; by display name. */
  readonly dependsOn?: readonly string[];
  /** Prints of the content; none: the vendor publishes no content. */
  readonly content: readonly SystemPolicyPrint[];
  readonly operations?: DocumentedOperations;
}

/** A system policy that a name means, and where. */
export interface MeantPolicy {
  readonly policy: SystemPolicy;
  /** Absent: wherever the policy is known. */
  readonly cloud?: Cloud;
  /** Absent: in every region of the cloud. */
  readonly regions?: readonly string[];
}
