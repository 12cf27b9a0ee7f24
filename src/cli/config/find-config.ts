import { configNames } from '../files/config-names.ts';
import { foldersToRoot } from '../files/repository.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** The configuration that counts where nothing is named. */
interface FoundConfig {
  readonly file?: string;
  /** Files that have nearly the name of one, and are not read, in words. */
  readonly notes: readonly string[];
}

/**
 * Finds the configuration of the working directory, or of the nearest folder above it in the same repository. Outside of a
 * repository only the working directory counts, so that nobody else's file does.
 * @throws UsageError where a folder has two of them.
 */
export function findConfig(io: Io): FoundConfig {
  const similar: string[] = [];
  for (const folder of foldersToRoot(io) ?? ['']) {
    const names =
      io.namesIn(folder) ?? configNames.filter((name) => io.kindOf(`${folder}${name}`) !== 'missing');
    similar.push(...names.filter(isSimilar).map((name) => `${folder}${name}`));
    const [file, other] = configNames
      .filter((name) => names.includes(name))
      .map((name) => `${folder}${name}`);
    if (other !== undefined)
      throw new UsageError(`\`${file}\` and \`${other}\` are both there: keep one of them`);
    if (file !== undefined) return { file, notes: notesOf(similar, `the configuration is \`${file}\``, io) };
  }
  return { notes: notesOf(similar, `a configuration has the name \`${configNames[0]}\``, io) };
}

/** Names that people give a configuration by habit: of other tools, in other forms, in other letters. */
function isSimilar(name: string): boolean {
  if (configNames.includes(name)) return false;
  const [, dot, rc, ending] =
    /^([._]?)iam[-_.]?scope([-_.]?(?:config|conf|rc))?(\.(?:ya?ml|json[5c]?|toml))?$/i.exec(name) ?? [];
  return Boolean(dot || rc || ending);
}

/** Bytes that tell a configuration from a report or a policy of the same name. */
const beginning = 64 * 1024;

const key =
  '(?:extends|cloud|scope|include|exclude|rules|overrides|suppressions|baseline|catalogue|house|roles)';

function notesOf(files: readonly string[], instead: string, io: Io): readonly string[] {
  const looksLikeOne = (file: string) => {
    if (io.kindOf(file) !== 'file') return false;
    try {
      const text = new TextDecoder().decode(io.readFile(file, beginning));
      if (/["']?(?:schemaVersion|Statement)["']?\s*:/u.test(text)) return false;
      return new RegExp(`(?:^|[{,])[ \\t]*["']?${key}["']?[ \\t]*[:=]|^[ \\t]*\\[+${key}\\b`, 'mu').test(
        text,
      );
    } catch {
      // Nobody asked for it to be read.
      return false;
    }
  };
  return files.filter(looksLikeOne).map((file) => `\`${file}\` is not read: ${instead}`);
}
