import { posix } from 'node:path';
import { isTerraform } from '../../carriers/form-of.ts';
import { readHclJson } from '../../carriers/terraform/hcl-json.ts';
import type { HclFile } from '../../carriers/terraform/hcl-syntax.ts';
import { type HclParser, readHcl, readTemplate } from '../../carriers/terraform/hcl-tree.ts';
import type { ModuleFile, ModuleSource } from '../../carriers/terraform/terraform-module.ts';
import { once, oncePerKey } from '../../catalogue/once.ts';
import { decodeText } from '../../policy/decode-text.ts';
import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { isLfsPointer } from './lfs-pointer.ts';

/** What is read from the disk for Terraform's files. */
type Disk = Pick<Io, 'readFile' | 'kindOf' | 'namesIn' | 'targetOf'>;

/** Reads Terraform's files: each once. */
export class TerraformFiles {
  readonly #disk: Disk;
  readonly #parse: HclParser;
  readonly #files = oncePerKey((path) => this.#fileAt(path));
  readonly #roots = oncePerKey((folder) => this.#rootOf(folder));

  constructor(disk: Disk, parse: HclParser) {
    this.#disk = disk;
    this.#parse = parse;
  }

  /** A text as a file of Terraform's language. */
  read(file: string, text: string): HclFile {
    return /\.json$/iu.test(file) ? readHclJson(file, text) : readHcl(file, text, this.#parse);
  }

  /**
   * What the files of a folder are read from.
   * @param folder as the user names it
   * @param own a file of it that has been read already
   */
  sourceOf(folder: string, own?: HclFile): ModuleSource {
    const place = (path: string) => (posix.isAbsolute(path) ? path : posix.join(folder, path));
    return {
      filesIn: (inside) => this.#filesIn(posix.normalize(place(inside)), folder, own),
      readText: (path) => this.#readText(place(path), folder),
      readTemplate: (text) => {
        const template = readTemplate(text, this.#parse);
        const file = { file: '', text, body: { attributes: [], blocks: [] }, syntaxErrors: [], comments: [] };
        return template && { file, template };
      },
    };
  }

  #filesIn(folder: string, from: string, own: HclFile | undefined): readonly ModuleFile[] {
    if (!this.#isWithin(folder, from))
      return own === undefined || folder !== posix.normalize(from) ? [] : [known(own)];
    const names = (this.#disk.namesIn(folder) ?? []).filter((name) => isTerraform(name)).sort();
    const files = names.flatMap((name) => {
      const path = posix.join(folder, name);
      if (own !== undefined && path === posix.normalize(own.file)) return [];
      return this.#files(path) ?? [];
    });
    return own !== undefined && posix.dirname(posix.normalize(own.file)) === folder
      ? [known(own), ...files]
      : files;
  }

  #fileAt(path: string): ModuleFile | undefined {
    if (this.#disk.kindOf(path) !== 'file') return undefined;
    const text = this.#textOf(path, largest.file);
    return text === undefined || Buffer.byteLength(text) > largest.terraform || isLfsPointer(text)
      ? unreadFile(path, text ?? '')
      : { name: path, text, read: once(() => this.read(path, text)) };
  }

  #readText(path: string, folder: string): string | undefined {
    return this.#isWithin(path, folder) ? this.#textOf(path, largest.document) : undefined;
  }

  /** The text of a regular file that is not too large. */
  #textOf(path: string, most: number): string | undefined {
    if (this.#disk.kindOf(path) !== 'file') return undefined;
    try {
      const bytes = this.#disk.readFile(path, most + 1);
      return bytes.length > most ? undefined : decodeText(bytes).text;
    } catch {
      // Whatever keeps it from being read: its content is not known.
      return undefined;
    }
  }

  /** Whether a path leads, links followed, into the repository of a folder, or into the folder where that is in none. */
  #isWithin(path: string, folder: string): boolean {
    const root = this.#roots(folder);
    const target = this.#disk.targetOf(path).path;
    return target === root || target.startsWith(root.endsWith('/') ? root : `${root}/`);
  }

  #rootOf(folder: string): string {
    const start = this.#disk.targetOf(folder).path;
    for (let at = start; ; at = posix.dirname(at)) {
      if (this.#disk.kindOf(posix.join(at, '.git')) !== 'missing') return at;
      if (at === posix.dirname(at)) return start;
    }
  }
}

/** A file that cannot be read, that is too large, or that Git LFS keeps elsewhere: it may say anything. */
function unreadFile(file: string, text: string): ModuleFile {
  const body = { attributes: [], blocks: [], broken: true } as const;
  return {
    name: file,
    text,
    unread: true,
    read: () => ({ file, text: '', body, syntaxErrors: [], comments: [] }),
  };
}

function known(file: HclFile): ModuleFile {
  return { name: file.file, text: file.text, read: () => file };
}
