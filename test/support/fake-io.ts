import { posix } from 'node:path';
import type { Io } from '../../src/cli/io.ts';
import { testData } from './test-data.ts';

/** A world in memory: files by path, what was written, and both streams. */
export interface FakeIo extends Io {
  readonly written: Map<string, string>;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** The working directory of every such world. */
const folder = '/home/tree';

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
  const below = (path: string) => {
    if (path === folder) return '.';
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path.replace(/^\.\//, '');
  };
  const fake: FakeIo = {
    written,
    stdout: () => out.join(''),
    stderr: () => err.join(''),
    out: (text) =>
      out.push(typeof text === 'string' ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)),
    err: (text) => err.push(text),
    readFile(path, most) {
      const value = files[below(path)];
      if (value === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      return bytesOf(value).subarray(0, most);
    },
    readStdin: () => bytesOf(stdin),
    readPieces(path, take) {
      const bytes = path === '-' ? bytesOf(stdin) : fake.readFile(path);
      for (let at = 0; at < bytes.length; at += 1000) take(bytes.slice(at, at + 1000));
    },
    writeFile: (path, text) => written.set(path, text),
    draftFile(path) {
      const pieces: string[] = [];
      return {
        write: (text) => pieces.push(text),
        done: () => fake.writeFile(path, pieces.join('')),
        drop: () => {},
      };
    },
    sizeOf: (path) => bytesOf(files[below(path)] ?? '').length,
    kindOf(named) {
      const path = below(named);
      if (files[path] !== undefined) return 'file';
      const folder = path === '.' ? '' : `${path.replace(/\/$/, '')}/`;
      return names.some((name) => name.startsWith(folder)) ? 'directory' : 'missing';
    },
    namesIn(directory) {
      const place = below(directory.replace(/(?<=[^/])\/+$/, '') || '.');
      const within = place === '.' ? '' : `${place}/`;
      const found = names.filter((name) => name.startsWith(within)).map((name) => name.slice(within.length));
      return [...new Set(found.map((name) => name.replace(/\/.*/su, '')))];
    },
    isGitIgnored: () => false,
    git: () => ({ ok: false, stdout: Buffer.alloc(0), error: 'not a git repository' }),
    variable: () => undefined,
    isSameFile: (one, other) => below(posix.normalize(one)) === below(posix.normalize(other)),
    targetOf(named) {
      const path = posix.resolve(folder, named);
      return { path, names: files[below(path)] === undefined ? 0 : 1 };
    },
    listFiles(directory) {
      const folder = directory === '.' ? '' : `${directory.replace(/\/$/, '')}/`;
      return names.filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length));
    },
    workingDirectory: () => folder,
    today: () => '2026-06-15',
    async findFiles(pattern, { wanted, skip } = { gitignore: true }) {
      const root = 'folder' in pattern ? below(pattern.folder.replace(/(?<=[^/])\/+$/, '')) : '';
      const found =
        'folder' in pattern
          ? names.filter(
              (name) =>
                (root === '.' || name.startsWith(`${root}/`)) &&
                (wanted?.(name) ??
                  (/\.(?:json|ya?ml|tf|tofu)$/.test(name) && !/^iamscope\.ya?ml$/.test(name))),
            )
          : names.filter((name) => name.endsWith(pattern.glob.replace(/^.*\*/, '')));
      const foldersOf = (name: string) =>
        [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index)).filter((step) => step !== '..');
      const isLeftOut = (name: string) =>
        /\/\.(?:terraform|terragrunt-cache)\//.test(`/${name.slice(root.length)}`) ||
        skip?.(name, 'file') ||
        foldersOf(name).some((step) => skip?.(step, 'directory'));
      return { files: found.filter((name) => !isLeftOut(name)), unreadable: [], others: [] };
    },
    readData(name) {
      const text = testData().get(name);
      if (text === undefined) throw new Error(`no data file ${name}`);
      return text;
    },
    colour: false,
    progress: false,
  };
  return fake;
}
