import {
  type CarriedDocument,
  type FoundBesides,
  nothingFound,
} from '../../src/carriers/carried-document.ts';
import { terraformCarrier } from '../../src/cli/files/read-terraform.ts';
import type { Io } from '../../src/cli/io.ts';

/** The documents of a file of Terraform's, and what is found besides. */
export async function readTerraform(
  file: string,
  text: string,
  io: Io,
): Promise<FoundBesides & { readonly documents: readonly CarriedDocument[] }> {
  const carrier = await terraformCarrier(file, { io, defaults: true });
  const found = nothingFound();
  return { documents: carrier.documents(text, found), ...found };
}
