import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isTerminal, readFile, readPieces, readStream, writeAll } from './descriptors.ts';
import { draftFile, writeAtomically } from './files/draft-file.ts';
import { findFiles } from './files/find-files.ts';
import { findGlobbed } from './files/find-globbed.ts';
import { isGitIgnored } from './files/git-ignore.ts';
import { isSameFile, targetOf } from './files/path-target.ts';
import { runGit } from './git/run-git.ts';
import type { Io } from './io.ts';

/** The real world. `dataDirectory` holds the package's data files. */
export function nodeIo(dataDirectory: string): Io {
  const { env } = process;
  return {
    out: (text) => writeAll(1, text),
    err: (text) => writeAll(2, text),
    readFile,
    readStdin: (most) => readStream(0, most ?? Number.MAX_SAFE_INTEGER, false),
    readPieces: (path, take) => readPieces(path === '-' ? 0 : path, take),
    writeFile: writeAtomically,
    draftFile,
    kindOf(path) {
      try {
        // Without an exception for what is not there: asking for a configuration, a call mostly looks in vain.
        const stats = statSync(path, { throwIfNoEntry: false });
        if (stats === undefined) return 'missing';
        return stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'other';
      } catch {
        // Whatever keeps it from being looked at keeps it from being read, which says why.
        return 'missing';
      }
    },
    sizeOf: (path) => statSync(path).size,
    namesIn(folder) {
      try {
        return readdirSync(folder === '' ? '.' : folder);
      } catch {
        return undefined;
      }
    },
    isSameFile,
    targetOf,
    listFiles: (directory) => listFiles(directory, '').sort(),
    findFiles: async (pattern, selection = { gitignore: true }) =>
      'folder' in pattern ? findFiles(pattern.folder, selection) : findGlobbed(pattern.glob, selection),
    isGitIgnored,
    git: runGit,
    workingDirectory: () => process.cwd(),
    variable: (name) => env[name] || undefined,
    today: () => new Date().toISOString().slice(0, 10),
    readData: (name) => readPackageData(`${dataDirectory}/${name}`),
    get colour() {
      if (env.NO_COLOR) return false;
      if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
      return isTerminal(1) && env.TERM !== 'dumb';
    },
    get progress() {
      return isTerminal(2);
    },
  };
}

/** A data file, which the build compresses where it is seldom read. */
function readPackageData(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  // Not imported: loading it would take its time in every run.
  const { gunzipSync } = process.getBuiltinModule('node:zlib');
  return gunzipSync(readFileSync(`${file}.gz`)).toString('utf8');
}

function listFiles(directory: string, prefix: string): string[] {
  return readdirSync(`${directory}/${prefix}`, { withFileTypes: true }).flatMap((item) => {
    if (item.isDirectory()) return listFiles(directory, `${prefix}${item.name}/`);
    return item.isFile() ? [`${prefix}${item.name}`] : [];
  });
}
