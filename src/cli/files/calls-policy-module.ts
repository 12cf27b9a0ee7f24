import { isTerraform } from '../../carriers/form-of.ts';
import { moduleFoldersIn, namesPolicyResource } from '../../carriers/terraform/policy-resources.ts';
import type { DecodedFile } from '../../policy/read-documents.ts';
import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';

/** Whether a file of Terraform calls a module in a folder that holds policies, by a look at both. */
export function callsPolicyModule({ file, text }: DecodedFile, io: Io): boolean {
  const own = file.replace(/[^/]*$/, '');
  return moduleFoldersIn(text).some((folder) => {
    const path = `${own}${folder}`;
    const files = (io.namesIn(path) ?? []).filter(isTerraform).map((name) => `${path}/${name}`);
    return files.some((one) => namesPolicyResource(beginningOf(one, io)));
  });
}

/** As much of a file as is read of one of Terraform's; nothing of what cannot be read. */
function beginningOf(path: string, io: Io): string {
  try {
    if (io.kindOf(path) !== 'file') return '';
    return Buffer.from(io.readFile(path, largest.terraform)).toString('latin1');
  } catch {
    return '';
  }
}
