// The licences of the packages whose code is in the built program.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of dist/LICENSES.txt: every package that a bundle contains, with its version, its licence and the text of it.
 * @param {string} root folder that paths are relative to
 * @param {readonly string[]} inputs paths of what the bundles contain
 * @returns {string}
 * @throws an error for a package without a text of its licence
 */
export function licenceTexts(root, inputs) {
  const folders = new Set(inputs.flatMap((path) => folderOfPackage(path) ?? []));
  const packages = [...folders]
    .map((folder) => readPackage(join(root, folder)))
    .sort((one, other) => (one.title < other.title ? -1 : 1));
  const texts = packages.map(({ title, text }) => `${'-'.repeat(78)}\n${title}\n\n${text}\n`);
  const head = 'The program of iamscope contains code of these packages, each under its own licence.\n';
  return [head, ...new Set(texts)].join('\n');
}

/**
 * The folder of the package that a file belongs to, if it belongs to one.
 * @param {string} path
 */
function folderOfPackage(path) {
  return /^.*(?:^|[\\/])node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(path)?.[0];
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file));
  if (files.length === 0)
    throw new Error(`${name} ${version} (${license}) comes without the text of its licence`);
  const texts = files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title: `${name} ${version} (${license})`, text: texts.join('\n\n') };
}
