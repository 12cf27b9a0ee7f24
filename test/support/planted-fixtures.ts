import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** A document with planted slips, and the findings that it is to have. */
export interface PlantedFixture {
  /** Path below `fixtures/`, without ending. */
  readonly name: string;
  /** Folder: a kind of slip, or a rule. */
  readonly group: string;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** With ending. */
  readonly file: string;
  readonly findings: string;
  /** The configuration in the same folder, if there is one. */
  readonly config?: string;
}

/** The documents of `fixtures/json` or `fixtures/rules`, with the findings file beside each. */
export function plantedFixtures(folder: 'json' | 'rules'): readonly PlantedFixture[] {
  return readdirSync(join(fixtures, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: group }) =>
      readdirSync(join(fixtures, folder, group))
        .filter((file) => /\.(?:json|yaml)$/.test(file) && file !== 'iamscope.yaml')
        .sort()
        .map((file): PlantedFixture => {
          const name = `${folder}/${group}/${file.replace(/\.\w+$/, '')}`;
          const bytes = readFileSync(join(fixtures, folder, group, file));
          return {
            name,
            group,
            text: bytes.toString('utf8'),
            bytes,
            file,
            findings: readFileSync(join(fixtures, `${name}.findings.txt`), 'utf8'),
            ...configOf(join(fixtures, folder, group)),
          };
        }),
    );
}

function configOf(folder: string): { readonly config?: string } {
  const file = join(folder, 'iamscope.yaml');
  return existsSync(file) ? { config: readFileSync(file, 'utf8') } : {};
}
