import type { Io } from '../../src/cli/io.ts';
import { testData } from './test-data.ts';

/** A world in memory: files by path, what was written, and both streams. */
export interface FakeIo extends Io {
  readonly written: Map<string, string>;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** Builds a world. Values are texts or bytes; `stdin` is what standard input holds. */
export function fakeIo(
  files: Readonly<Record<string, string | Uint8Array>>,
  stdin: string | Uint8Array = '',
): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const written = new Map<string, string>();
  const encoder = new TextEncoder();
  const bytesOf = (value: string | Uint8Array) => (typeof value === 'string' ? encoder.encode(value) : value);
  const names = Object.keys(files).sort();
  return {
    written,
    stdout: () => out.join(''),
    stderr: () => err.join(''),
    out: (text) =>
      out.push(typeof text === 'string' ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)),
    err: (text) => err.push(text),
    readFile(path) {
      const value = files[path];
      if (value === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      return bytesOf(value);
    },
    readStdin: () => bytesOf(stdin),
    writeFile: (path, text) => written.set(path, text),
    kindOf(path) {
      if (files[path] !== undefined) return 'file';
      const folder = path === '.' ? '' : `${path.replace(/\/$/, '')}/`;
      return names.some((name) => name.startsWith(folder)) ? 'directory' : 'missing';
    },
    listFiles(directory) {
      const folder = directory === '.' ? '' : `${directory.replace(/\/$/, '')}/`;
      return names.filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length));
    },
    async findFiles(pattern) {
      const found =
        'folder' in pattern
          ? names.filter(
              (name) =>
                (pattern.folder === '.' || name.startsWith(`${pattern.folder}/`)) && name.endsWith('.json'),
            )
          : names.filter((name) => name.endsWith(pattern.glob.replace(/^.*\*/, '')));
      return { files: found, unreadable: [] };
    },
    readData(name) {
      const text = testData().get(name);
      if (text === undefined) throw new Error(`no data file ${name}`);
      return text;
    },
    colour: false,
    progress: false,
  };
}
