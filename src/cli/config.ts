import type { CloudChoice, GrantScope } from '../model/cloud.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { HouseConfig } from './house-config.ts';

/** The name that a configuration goes by in the working directory. */
export const configName = 'iamscope.yaml';

/** A grant of a role in the configuration. */
export interface ConfigGrant {
  /** A path from the working directory, or `system:<display name>`. */
  readonly policy: string;
  /** Absent: as `--scope` says. */
  readonly place?: GrantPlace;
}

/** A configuration file, read and checked. */
export interface Config {
  readonly file: string;
  readonly cloud?: CloudChoice;
  readonly scope?: GrantScope;
  readonly roles: ReadonlyMap<string, readonly ConfigGrant[]>;
  readonly house?: HouseConfig;
}
