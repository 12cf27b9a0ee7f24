import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** A document with planted syntax errors, and the findings that it is to have. */
export interface PlantedFixture {
  /** Path below `fixtures/`, without ending. */
  readonly name: string;
  /** Folder: a kind of syntax error, or a rule. */
  readonly group: string;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** With ending. */
  readonly file: string;
  /** Text of the findings file; empty where there is none yet, which its test reports. */
  readonly findings: string;
  /** Full path of the findings file. */
  readonly findingsFile: string;
  /** The configuration in the same folder, if there is one. */
  readonly config?: string;
}

/** The documents of `fixtures/json` or `fixtures/rules`, with the findings file beside each. */
export function plantedFixtures(folder: 'json' | 'rules'): readonly PlantedFixture[] {
  return readdirSync(join(fixtures, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: group }) =>
      readdirSync(join(fixtures, folder, group))
        .filter((file) => /\.(?:json|yaml|tf)$/.test(file) && file !== 'iamscope.yaml')
        .sort()
        .map((file): PlantedFixture => {
          const name = `${folder}/${group}/${file.replace(/\.\w+$/, '')}`;
          const bytes = readFileSync(join(fixtures, folder, group, file));
          const findingsFile = join(fixtures, `${name}.findings.txt`);
          return {
            name,
            group,
            text: bytes.toString('utf8'),
            bytes,
            file,
            findings: existsSync(findingsFile) ? readFileSync(findingsFile, 'utf8') : '',
            findingsFile,
            ...configOf(join(fixtures, folder, group)),
          };
        }),
    );
}

/** Names, as `PlantedFixture` has them, of the findings files in `fixtures/json` or `fixtures/rules`. */
export function findingsFilesOf(folder: 'json' | 'rules'): readonly string[] {
  return readdirSync(join(fixtures, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.findings.txt'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/').slice(0, -'.findings.txt'.length)}`);
}

function configOf(folder: string): { readonly config?: string } {
  const file = join(folder, 'iamscope.yaml');
  return existsSync(file) ? { config: readFileSync(file, 'utf8') } : {};
}
