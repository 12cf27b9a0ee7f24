import type { KnownNames } from '../../catalogue/known-names.ts';
import type { FileGlobs } from '../../lint/adoption/file-globs.ts';
import type { SuppressionEntry } from '../../lint/adoption/suppressions.ts';
import type { RuleLevel } from '../../lint/lint-file.ts';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { GrantPlace } from '../../model/grant.ts';
import type { HouseConfig } from './house-config.ts';

/** A place of a configuration. */
interface ConfigPlace {
  readonly file: string;
  readonly line: number;
}

/** Globs of a setting that says which files something is about. */
export interface ConfiguredGlobs {
  /** Name of the setting, e.g. `exclude`. */
  readonly setting: string;
  readonly files: FileGlobs;
  readonly at: ConfigPlace;
}

/** A grant of a role in the configuration. */
export interface ConfigGrant {
  /** A path from the working directory, or `system:<display name>`. */
  readonly policy: string;
  /** Absent: as `--scope` says. */
  readonly place?: GrantPlace;
  /** Where it is written; absent for one that the call names. */
  readonly at?: ConfigPlace;
}

/** Levels of rules, for all files or for some; of several the later wins. */
export interface ConfigLayer {
  /** Absent: every file. */
  readonly files?: FileGlobs;
  readonly rules: ReadonlyMap<string, RuleLevel>;
}

/** A configuration, read and checked, with what it extends merged in. */
export interface Config {
  /** As it is named or was found, from the working directory. */
  readonly file: string;
  /** It and those that it extends. */
  readonly files: readonly string[];
  readonly cloud?: CloudChoice;
  readonly scope?: GrantScope;
  readonly roles: ReadonlyMap<string, readonly ConfigGrant[]>;
  /** What is looked at in folders, instead of every JSON and YAML file. */
  readonly include?: FileGlobs;
  /** What is not looked at, named or not. */
  readonly exclude: readonly FileGlobs[];
  readonly layers: readonly ConfigLayer[];
  readonly suppressions: readonly SuppressionEntry[];
  /** A path from the working directory. */
  readonly baseline?: string;
  /** What exists though the catalogue does not know it. */
  readonly known: KnownNames;
  /** The rules of one's own. */
  readonly house?: HouseConfig;
  /** The globs of the file itself, not of what it extends, besides those of suppressions: of them it is said if nothing matches. */
  readonly globs: readonly ConfiguredGlobs[];
  /** What it says in vain, in words. */
  readonly notes: readonly string[];
}
