import type { Script } from 'node:vm';

// Part of the starter, which is written in ES5 and loads nothing before it knows the version of Node.

type Require = (id: string) => unknown;
type ModuleBody = (
  exports: object,
  require: Require,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

/** Called with every script that was compiled, so that the build can keep V8's code for it. */
type OnScript = (file: string, script: Script) => void;

/** The file that V8's code of a script is kept in. */
export function codeCacheOf(file: string): string {
  return `${file}.cache`;
}

/**
 * Runs a file of the program, and in the same way what it requires by relative path, each once. A file holds one function
 * of a CommonJS module. V8's code, kept by the build, saves compiling it at every start; V8 refuses code of another version
 * or of another text, and compiles then. The build writes ASCII only, which is read several times as fast as anything else.
 * @param require the platform's own `require`, for everything that is not a relative path
 */
export function loadScript(file: string, require: Require, onScript?: OnScript): unknown {
  var path = require('node:path') as typeof import('node:path');
  var loaded: Record<string, { exports: object }> = {};
  var load = (name: string): unknown => {
    var known = loaded[name];
    if (known) return known.exports;
    var script = compile(name, require);
    if (onScript) onScript(name, script);
    var folder = path.dirname(name);
    var module = { exports: {} };
    loaded[name] = module;
    var own: Require = (id) => (id.charAt(0) === '.' ? load(path.resolve(folder, id)) : require(id));
    (script.runInThisContext() as ModuleBody)(module.exports, own, module, name, folder);
    return module.exports;
  };
  return load(file);
}

function compile(file: string, require: Require): Script {
  var fs = require('node:fs') as typeof import('node:fs');
  var vm = require('node:vm') as typeof import('node:vm');
  var source = fs.readFileSync(file, 'utf8');
  var cache = codeCacheOf(file);
  // Without it, in a build for another platform, compiling is slower, not different.
  var cachedData = fs.existsSync(cache) ? fs.readFileSync(cache) : undefined;
  return new vm.Script(source, { filename: file, cachedData: cachedData });
}
