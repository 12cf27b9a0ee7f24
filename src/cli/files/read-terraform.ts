import { posix } from 'node:path';
import type { CarriedDocument, Carrier } from '../../carriers/carried-document.ts';
import { documentsOfFile } from '../../carriers/terraform/terraform-files.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import { coveringComments } from '../../policy/text-comments.ts';
import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { hclParser } from './hcl-parser.ts';
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
export async function terraformCarrier(
  path: string,
  { io, defaults }: { readonly io: Io; readonly defaults: boolean },
): Promise<Carrier> {
  const files = await terraformFiles(io);
  const table = policyTable(io);
  return {
    documents: (text, found) => {
      const file = files.read(path, text);
      const source = files.sourceOf(posix.dirname(path), file);
      const { documents, exceeded } = documentsOfFile(file, source, table, defaults);
      for (const error of file.syntaxErrors) found.syntaxErrors.push(error);
      for (const comment of file.comments) found.comments.push(comment);
      if (exceeded !== undefined) found.limits.push(exceeded);
      return documents;
    },
    covering: coveringComments,
    largest: largest.terraform,
    fixable: 'in a file of Terraform only what is written as it is in one text is fixed',
  };
}

/** How a text in Terraform's language is read that is a file by itself: a sample in a page. */
export async function terraformSamples(io: Io): Promise<(text: string) => readonly CarriedDocument[]> {
  const files = await terraformFiles(io);
  const table = policyTable(io);
  return (text) => {
    const file = files.read('sample.tf', text);
    const own = { name: file.file, text, read: () => file };
    const source = {
      ...files.sourceOf('.', file),
      filesIn: (folder: string) => (folder === '.' ? [own] : []),
      readText: () => undefined,
    };
    return documentsOfFile(file, source, table, true).documents;
  };
}

function policyTable(io: Io): PolicyResources {
  return JSON.parse(io.readData('terraform.json')) as PolicyResources;
}
