import type { HttpMethod } from './claim.ts';

/** A call that a resource type or data source of Terraform's provider makes. */
export interface TypeCall {
  /** The product whose endpoint it calls, as the provider names it. */
  readonly product: string;
  readonly method: HttpMethod;
  readonly path: string;
  /** The sub-resource that it names in the query, as calls of OBS do. */
  readonly query?: string;
}

/** Which calls the types of a provider make: `terraform-calls.json`. It does not say which change makes which call. */
export interface TerraformCalls {
  /** Beginnings of the types that the table is about; a type that it does not have is not known. */
  readonly prefixes: readonly string[];
  /** Each call once, as `PRODUCT METHOD path`. */
  readonly calls: readonly string[];
  /** Places in `calls`, by type. */
  readonly resources: Readonly<Record<string, readonly number[]>>;
  readonly dataSources: Readonly<Record<string, readonly number[]>>;
}
