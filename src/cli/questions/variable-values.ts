import { posix } from 'node:path';
import type { HclFile } from '../../carriers/terraform/hcl-syntax.ts';
import { readBounded } from '../files/read-named.ts';
import type { FileSelection, Io } from '../io.ts';
import { isTerraformFile } from './terraform-holders.ts';

/** What is looked through for values of variables. */
export interface VariableFiles {
  /** Files of Terraform's; what else is in their folders counts too. */
  readonly files: Iterable<string>;
  /** Folders in which files of values are looked for, however deep. */
  readonly folders: readonly string[];
  readonly selection: FileSelection;
  /** What is the same for a file on both sides. */
  readonly keyOf: (file: string) => string;
}

/**
 * All that the variables in a text get their values from, as it is written: defaults, files of values (`*.tfvars`), arguments of
 * modules, and what these name themselves. `undefined`: nobody can tell. Without a text: of all variables.
 */
export type VariableValues = (written?: string) => string | undefined;

/** Of a side without Terraform. */
export const noVariables: VariableValues = () => '';

/** A value that a variable of some module may get. */
interface Assigned {
  readonly where: string;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads what gives variables their values. Which of it counts nobody knows: a file of values may be named in the call of
 * Terraform, and modules have variables of the same names. All of it is compared, so that no change is missed.
 * @param openParts what values depend on that are worked out
 */
export async function readVariables(
  asked: VariableFiles,
  openParts: () => string | undefined,
  io: Io,
): Promise<VariableValues> {
  const files = await filesOf(asked, io);
  if (files.length === 0) return noVariables;
  const { terraformFiles } = await import('../files/read-terraform.ts');
  const reader = await terraformFiles(io);
  const all: Assigned[] = [];
  try {
    for (const file of files) {
      const text = new TextDecoder().decode(readBounded(file, io));
      const where = whereOf(file, asked.keyOf);
      if (isValuesJson(file)) all.push(...valuesInJson(text, where));
      else all.push(...assignedIn(reader.read(file, text), isValues(file), where));
    }
  } catch {
    // A file that cannot be read may give any variable any value.
    return () => undefined;
  }
  return (written) => {
    if (written === undefined) return listed(all);
    const names = new Set(variablesIn(written));
    const found: Assigned[] = [];
    // What is added on the way is looked for too.
    for (const name of names)
      for (const one of all) {
        if (one.name !== name && one.name !== any) continue;
        found.push(one);
        for (const other of variablesIn(one.value)) names.add(other);
      }
    if (!found.some(({ value }) => isWorkedOut(value))) return listed(found);
    const open = openParts();
    return open === undefined ? undefined : `${listed(all)}\n${open}`;
  };
}

/** The same whatever the order. */
function listed(all: readonly Assigned[]): string {
  return [...new Set(all.map(({ where, name, value }) => `${where} ${name} = ${value}`))].sort().join('\n');
}

/** In place of a name: a file that cannot be read as what it is may say something of any variable. */
const any = '*';

/** Terraform's files with all that is beside them, and files of values in the folders. */
async function filesOf({ files, folders, selection }: VariableFiles, io: Io): Promise<readonly string[]> {
  const found = new Set<string>();
  const skips = (file: string) =>
    selection.skip?.(file, 'file') === true || (selection.gitignore && io.isGitIgnored(file));
  for (const folder of new Set([...files].map((file) => posix.dirname(file))))
    for (const name of io.namesIn(folder) ?? []) {
      const file = posix.join(folder, name);
      const counts = isTerraformFile(name) || (isValues(name) && !skips(file));
      if (counts && io.kindOf(file) === 'file') found.add(file);
    }
  if (found.size > 0)
    for (const folder of folders) {
      const { files: below } = await io.findFiles({ folder }, { ...selection, wanted: isValues });
      for (const file of below) found.add(posix.normalize(file));
    }
  return [...found].sort();
}

function isValues(file: string): boolean {
  return /\.tfvars(?:\.json)?$/iu.test(file);
}

function isValuesJson(file: string): boolean {
  return /\.tfvars\.json$/iu.test(file);
}

/** Of a file of values its own path: which of several counts differs; of another file its folder, which is a module. */
function whereOf(file: string, keyOf: (file: string) => string): string {
  const folder = posix.dirname(keyOf(file) || '.');
  return isValues(file) ? `${folder}/${posix.basename(file)}` : folder;
}

function assignedIn({ text, body, syntaxErrors }: HclFile, isOfValues: boolean, where: string): Assigned[] {
  if (body.broken || syntaxErrors.length > 0) return [{ where, name: any, value: text }];
  const written = ({ offset, length }: { readonly offset: number; readonly length: number }) =>
    evenlySpaced(text.slice(offset, offset + length));
  if (isOfValues) return body.attributes.map(({ name, value }) => ({ where, name, value: written(value) }));
  return body.blocks.flatMap(({ type, labels: [label = ''], body: { attributes } }) => {
    switch (type) {
      case 'variable':
        return (
          attributes
            .map(({ name, value }) => ({ name, value: written(value) }))
            // A type may give its members defaults.
            .filter(
              ({ name, value }) => name === 'default' || (name === 'type' && value.includes('optional(')),
            )
            .map(({ value }) => ({ where, name: label, value }))
        );
      case 'module':
        return attributes.map(({ name, value }) => ({
          where: `${where} module ${label}`,
          name,
          value: written(value),
        }));
      default:
        return [];
    }
  });
}

function valuesInJson(text: string, where: string): Assigned[] {
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values === 'object' && values !== null)
      return Object.entries(values).map(([name, value]) => ({ where, name, value: JSON.stringify(value) }));
  } catch {
    // It is compared as a whole.
  }
  return [{ where, name: any, value: text }];
}

/** Layout does not count, where it can be told from what is in quotes. */
function evenlySpaced(text: string): string {
  if (/\$\{|%\{|<<|#|\/\/|\/\*/u.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|\s*([[\]{},])\s*|\s+/gu, (part, sign: string | undefined) =>
    part.startsWith('"') ? part : (sign ?? ' '),
  );
}

function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bvar\.([\w-]+)/gu)].flatMap(([, name]) => name ?? []);
}

/** Whether a value is worked out from other things than variables. */
function isWorkedOut(value: string): boolean {
  const rest = value.replace(/\bvar\.[\w-]+/gu, '');
  const outside = rest.includes('${') || rest.includes('%{') ? rest : rest.replace(/"(?:[^"\\]|\\.)*"/gu, '');
  return /\$\{|%\{|[?(]|\b[A-Za-z_][\w-]*\.[A-Za-z_]|\bfor\b/u.test(outside);
}
