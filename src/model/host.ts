import type { Cloud } from './cloud.ts';

/** What the hosts of endpoints say: `rules/language/hosts.yaml`. */
export interface HostTable {
  /** What the hosts of a cloud end with. */
  readonly domains: readonly { readonly domain: string; readonly cloud: Cloud }[];
  readonly hosts: readonly KnownHost[];
}

/** What a host begins with, and the service behind it. */
interface KnownHost {
  readonly label: string;
  readonly scope: 'global' | 'region' | 'both';
  /** The name of the service in the source of the table. */
  readonly product: string;
  /** Code of the service. */
  readonly service: string;
  /** Names of buckets stand before it. */
  readonly buckets?: true;
}
