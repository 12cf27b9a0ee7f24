import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DocFile } from '../../src/sources/read-docs.ts';

/** Where the real pages lie, when they are at hand. */
export const realDocs = join(import.meta.dirname, '..', '..', '..', 'shared', 'docs');
export const realDocsPresent = existsSync(realDocs);

/** Every text file of a documentation tree. */
export function readDocFiles(root: string): DocFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && /\.(?:md|rst|txt|tsv)$/u.test(item.name))
    .map((item) => join(item.parentPath, item.name))
    .map((file) => ({
      path: relative(root, file).replaceAll('\\', '/'),
      text: readFileSync(file, 'utf8'),
    }));
}
