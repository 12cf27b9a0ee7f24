import { posix } from 'node:path';
import type { HclFile } from '../../carriers/terraform/hcl-syntax.ts';
import { documentsOfFile, type TerraformDocuments } from '../../carriers/terraform/terraform-files.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import type { Io } from '../io.ts';
import { hclParser } from './hcl-parser.ts';
import { TerraformFiles } from './terraform-source.ts';

// A library file, loaded when a file of Terraform's is to be read.

/** What a file of Terraform's holds, and what is wrong with the file itself. */
export interface TerraformReading extends TerraformDocuments {
  readonly file: HclFile;
}

/** What was read from the disk, for as long as the program sees it so. */
const filesOf = new WeakMap<Io, Promise<TerraformFiles>>();

/** Terraform's files as a program sees them: each is read once. */
export function terraformFiles(io: Io): Promise<TerraformFiles> {
  const known = filesOf.get(io);
  if (known !== undefined) return known;
  const made = hclParser().then((parse) => new TerraformFiles(io, parse));
  filesOf.set(io, made);
  return made;
}

/**
 * Reads a file of Terraform's, with the files beside it as far as it needs them.
 * @param path as the user names it
 * @param defaults whether defaults of variables count: for what is said, never for what is decided
 */
export async function readTerraform(
  path: string,
  text: string,
  io: Io,
  { defaults }: { readonly defaults: boolean },
): Promise<TerraformReading> {
  const files = await terraformFiles(io);
  const table = JSON.parse(io.readData('terraform.json')) as PolicyResources;
  const file = files.read(path, text);
  const source = files.sourceOf(posix.dirname(path), file);
  return { file, ...documentsOfFile(file, source, table, defaults) };
}
