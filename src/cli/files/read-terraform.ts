import { posix } from 'node:path';
import type { Carrier } from '../../carriers/carried-document.ts';
import { readCarriedFile } from '../../carriers/read-carried-file.ts';
import type { WantedTypes } from '../../carriers/terraform/module-resources.ts';
import { documentsOfFile, readFolder } from '../../carriers/terraform/terraform-files.ts';
import type { TerraformResource } from '../../carriers/terraform/terraform-resource.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import { coveringComments } from '../../policy/text-comments.ts';
import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { hclParser } from './hcl-parser.ts';
import type { ReadingPurpose } from './read-policy-bytes.ts';
import { TerraformFiles } from './terraform-source.ts';

// A library file, loaded when a file of Terraform's is to be read.

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

/** How a file of Terraform's is read, with the files beside it as far as it needs them. */
export async function terraformCarrier(path: string, { io, defaults }: ReadingPurpose): Promise<Carrier> {
  const files = await terraformFiles(io);
  const table = policyTable(io);
  return {
    documents: (text, found) => {
      const file = files.read(path, text);
      const source = files.sourceOf(posix.dirname(path), file);
      const { documents, exceeded } = documentsOfFile(file, source, table, defaults);
      found.syntaxErrors.push(...file.syntaxErrors);
      found.comments.push(...file.comments);
      if (exceeded !== undefined) found.limits.push(exceeded);
      return documents;
    },
    covering: coveringComments,
    largest: largest.terraform,
    fixable: 'in a file of Terraform only what is written as it is in one text is fixed',
  };
}

/** What a folder of Terraform's files holds, with the modules that it calls. Defaults of variables do not count. */
export async function readTerraformFolder(
  folder: string,
  wants: WantedTypes,
  io: Io,
): Promise<FolderReading> {
  const files = await terraformFiles(io);
  const table = policyTable(io);
  const source = files.sourceOf(folder === '' ? '.' : folder);
  const { resources, documents, broken } = readFolder(source, table, wants);
  const policies = [...documents].map(([{ file, text }, found]) =>
    readCarriedFile(
      { file, text, partial: false },
      { documents: () => found, largest: largest.terraform, fixable: 'nothing is fixed here' },
    ),
  );
  return { resources, policies, broken };
}

/** What is known of a folder. */
export interface FolderReading {
  readonly resources: readonly TerraformResource[];
  /** The policies by the file that they are written in; their names are addresses, those of modules included. */
  readonly policies: readonly PolicyFile[];
  /** Files of which a part cannot be read. */
  readonly broken: readonly string[];
}

function policyTable(io: Io): PolicyResources {
  return JSON.parse(io.readData('terraform.json')) as PolicyResources;
}
