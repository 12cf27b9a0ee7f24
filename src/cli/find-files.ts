import fastGlob from 'fast-glob';

/** Folders that never hold policies of one's own. */
const ignored = ['**/node_modules/**', '**/.git/**'];

/**
 * Files below a folder, or that a glob matches, sorted, with `/`. In folders every `*.json` counts; a glob says itself
 * which files it means. Links to folders are not followed, so that a circle of links does no harm.
 */
export function findFiles(
  pattern: { readonly folder: string } | { readonly glob: string },
): readonly string[] {
  const options = {
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ignored,
  };
  if ('glob' in pattern) return fastGlob.sync(pattern.glob.replaceAll('\\', '/'), options).sort();
  const folder = pattern.folder.replace(/\/+$/, '') || '/';
  const found = fastGlob.sync('**/*.json', { ...options, cwd: folder }).sort();
  return found.map((file) => (folder === '.' ? file : `${folder === '/' ? '' : folder}/${file}`));
}
