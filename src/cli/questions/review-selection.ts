import type { Config } from '../config/config.ts';
import { configuredFiles } from '../config/configured-files.ts';
import { mayHoldPolicies } from '../files/find-files.ts';
import type { FileSelection, Io } from '../io.ts';

/** The configuration of a side that is compared. */
interface SideConfig {
  readonly config: Config | undefined;
  /** What the configuration calls a path; absent: the same. */
  readonly as?: (path: string) => string;
}

/**
 * What one of two configurations takes in; it is left out where both leave it out: a change that excludes a file hides nothing from its
 * review.
 */
export function selectionOfBoth(
  sides: readonly [SideConfig, SideConfig],
  io: Io,
): Pick<FileSelection, 'wanted' | 'skip'> {
  const both = sides.map(({ config, as = (path) => path }): Pick<FileSelection, 'wanted' | 'skip'> => {
    if (config === undefined) return {};
    const { wanted, skip } = configuredFiles(config, io);
    return {
      ...(wanted === undefined ? {} : { wanted: (path) => wanted(as(path)) }),
      ...(skip === undefined ? {} : { skip: (path, kind) => skip(as(path), kind) }),
    };
  });
  return {
    ...(both.some(({ wanted }) => wanted !== undefined)
      ? { wanted: (path) => both.some(({ wanted = mayHoldPolicies }) => wanted(path)) }
      : {}),
    ...(both.every(({ skip }) => skip !== undefined)
      ? { skip: (path, kind) => both.every(({ skip }) => skip?.(path, kind) === true) }
      : {}),
  };
}
