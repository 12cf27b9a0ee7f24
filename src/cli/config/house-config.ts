/** `house` as the schema of the configuration lets it be written. */
export interface WrittenHouse {
  readonly 'forbidden-access'?: readonly WrittenForbidden[];
  readonly 'required-condition'?: readonly WrittenRequired[];
  readonly 'service-not-listed'?: readonly WrittenServices[];
}

interface WrittenEntry {
  readonly files?: string | readonly string[];
  readonly reason: string;
}

interface WrittenForbidden extends WrittenEntry {
  readonly apis?: readonly string[];
  readonly actions?: readonly string[];
  readonly tasks?: readonly string[];
}

interface WrittenRequired extends WrittenEntry {
  readonly actions: readonly string[];
  readonly key: string;
  readonly operator?: string;
  readonly values?: readonly (string | number | boolean)[];
}

interface WrittenServices extends WrittenEntry {
  readonly services: readonly string[];
}

/** An entry with where it comes from. */
export type Placed<Entry> = Entry & {
  /** File and line, for what is wrong with it. */
  readonly at: string;
  /** The folder that its globs are relative to, as an absolute path. */
  readonly folder: string;
};

/** House rules as configured; whether what they name exists is not checked yet. */
export interface HouseConfig {
  readonly 'forbidden-access': readonly Placed<WrittenForbidden>[];
  readonly 'required-condition': readonly Placed<WrittenRequired>[];
  readonly 'service-not-listed': readonly Placed<WrittenServices>[];
}

/**
 * Notes with each entry where it stands.
 * @param at file and line of a path below `house`
 */
export function placedHouse(
  written: WrittenHouse,
  { folder, at }: { readonly folder: string; readonly at: (path: readonly string[]) => string },
): HouseConfig {
  const placed = <Entry extends WrittenEntry>(rule: string, entries: readonly Entry[] = []) =>
    entries.map((entry, i): Placed<Entry> => ({ ...entry, folder, at: at([rule, String(i)]) }));
  return {
    'forbidden-access': placed('forbidden-access', written['forbidden-access']),
    'required-condition': placed('required-condition', written['required-condition']),
    'service-not-listed': placed('service-not-listed', written['service-not-listed']),
  };
}

/** The entries of several configurations, one after the other: they add up. */
export function joinedHouse(configs: readonly HouseConfig[]): HouseConfig {
  return {
    'forbidden-access': configs.flatMap((config) => config['forbidden-access']),
    'required-condition': configs.flatMap((config) => config['required-condition']),
    'service-not-listed': configs.flatMap((config) => config['service-not-listed']),
  };
}
