import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Script } from 'node:vm';

type Require = (id: string) => unknown;
type ModuleBody = (
  exports: object,
  require: Require,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

/** Called with every script that was compiled, so that the build can keep V8's code for it. */
export type OnScript = (file: string, script: Script) => void;

/** The file that V8's code of a script is kept in. */
export function codeCacheOf(file: string): string {
  return `${file}.cache`;
}

/**
 * Runs a CommonJS file of the package, and in the same way what it requires by relative path. V8's code, kept by the
 * build, saves compiling it at every start; V8 refuses code of another version or of another text, and compiles then.
 * The build writes ASCII only, which is read several times as fast as anything else.
 * @param require the platform's own `require`, for everything that is not a relative path
 */
export function loadScript(file: string, require: Require, onScript?: OnScript): unknown {
  const source = readFileSync(file, 'latin1');
  const body = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const cachedData = readIfThere(codeCacheOf(file));
  const script = new Script(body, { filename: file, ...(cachedData ? { cachedData } : {}) });
  onScript?.(file, script);
  const folder = dirname(file);
  const module = { exports: {} };
  const own: Require = (id) =>
    id.startsWith('.') ? loadScript(resolve(folder, id), require, onScript) : require(id);
  (script.runInThisContext() as ModuleBody)(module.exports, own, module, file, folder);
  return module.exports;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // No code was kept: a build for another platform, or none. Compiling is slower, not different.
    return undefined;
  }
}
