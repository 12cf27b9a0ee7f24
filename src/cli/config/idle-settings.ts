import { coversGlobs, globMatcher, joinPath, type RunCoverage } from '../../lint/adoption/file-globs.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import { readAddress } from '../files/policy-address.ts';
import type { Io } from '../io.ts';
import type { Config, ConfiguredGlobs } from './config.ts';
import { holdsStrayBackslash, oneByOne } from './configured-files.ts';

/** What a run looked at, as far as it says something of a configuration. */
interface IdleRun extends RunCoverage {
  /** Globs of `include` and `exclude` that matched nothing on the way. */
  readonly unmet: readonly ConfiguredGlobs[];
}

/**
 * What of a configuration has no effect, with file and line: globs that match nothing where the run looked at all that
 * they can mean, and roles that name files that are not there.
 */
export function idleSettings(config: Config, run: IdleRun, io: Io): readonly string[] {
  const others = config.globs.filter(({ setting }) => setting !== 'include' && setting !== 'exclude');
  const globs = [...run.unmet, ...oneByOne(others).filter((one) => !meetsFile(one, run))];
  const words: string[] = [];
  for (const { setting, files, at } of globs) {
    const glob = files.globs.join();
    // Said when the configuration was read.
    if (holdsStrayBackslash(glob)) continue;
    // A folder that is there is meant, whatever lies in it by now.
    const path = joinPath(files.folder, glob);
    if (io.kindOf(path) !== 'missing') continue;
    // What git ignores is there on some machines and not on others.
    if (!coversGlobs(files, { ...run, broken: new Set() }) || io.isGitIgnored(path)) continue;
    const hint = glob.includes('\\') ? ': folders are separated by `/`' : '';
    words.push(`${at.file}:${at.line}: ${inBackticks(glob)} in \`${setting}\` matches nothing${hint}`);
  }
  return [...words, ...missingPolicies(config, io)];
}

function meetsFile({ files }: ConfiguredGlobs, { files: read }: IdleRun): boolean {
  return [...read].some(globMatcher(files));
}

function missingPolicies({ roles }: Config, io: Io): readonly string[] {
  return [...roles].flatMap(([role, grants]) =>
    grants.flatMap(({ policy, at }) => {
      const kind = io.kindOf(readAddress(policy, io).path);
      if (policy.startsWith(systemPrefix) || kind === 'file') return [];
      const what = kind === 'missing' ? 'there is no such file' : 'that is not a file';
      const place = at === undefined ? '' : `${at.file}:${at.line}: `;
      return [`${place}role ${inBackticks(role)} names ${inBackticks(policy)}, but ${what}`];
    }),
  );
}
