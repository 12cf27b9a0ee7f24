import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/run.ts';
import { fakeIo } from './fake-io.ts';

const names = [
  'image-admin',
  'image-creation-global',
  'image-creation-project',
  'image-operator',
  'image-tagger',
  'image-updater',
  'image-user-without-update',
  'image-viewer',
];
/** The policies of fixtures/policies, by file name. */
export const policyFiles = Object.fromEntries(
  names.map((name) => [
    `${name}.json`,
    readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'policies', `${name}.json`), 'utf8'),
  ]),
);

/** Calls the program in a world of these policies and of further files. */
export async function run(
  argv: readonly string[],
  extra: Readonly<Record<string, string | Uint8Array>> = {},
  stdin = '',
) {
  const io = fakeIo({ ...policyFiles, ...extra }, stdin);
  const exitCode = await main(argv, io);
  return { exitCode, stdout: io.stdout(), stderr: io.stderr(), written: io.written };
}
