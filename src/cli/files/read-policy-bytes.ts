import { formOf, isTerraform, namesPolicyMember, pageHoldsYaml } from '../../carriers/form-of.ts';
import { readCarriedFile } from '../../carriers/read-carried-file.ts';
import { moduleFoldersIn, namesPolicyResource } from '../../carriers/terraform/policy-resources.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { DecodedFile } from '../../policy/read-documents.ts';
import { decodeFile, fileHead, readDecodedFile, wantsYaml } from '../../policy/read-policy-file.ts';
import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { failureWith } from '../own-failure.ts';

/** What a file is read for, and what the files beside it are read from. */
export interface ReadingPurpose {
  readonly io: Io;
  /** Whether defaults of variables count: for what is said, never for what is decided (design 4.2). */
  readonly defaults: boolean;
}

/** Reads a file as policies, with what only its form needs loaded where it is needed. */
export async function readPolicyBytes(
  file: string,
  bytes: Uint8Array | string,
  purpose: ReadingPurpose,
): Promise<PolicyFile> {
  try {
    return await readDecoded(decodeFile(file, bytes), purpose);
  } catch (error) {
    throw failureWith(file, error);
  }
}

async function readDecoded(decoded: DecodedFile, purpose: ReadingPurpose): Promise<PolicyFile> {
  const form = formOf(decoded);
  if (form === undefined)
    return readDecodedFile(decoded, wantsYaml(decoded) ? await yamlReader() : undefined);
  const mayHoldPolicy =
    form === 'terraform'
      ? namesPolicyResource(decoded.text) || callsPolicyModule(decoded, purpose)
      : namesPolicyMember(decoded.text);
  if (!mayHoldPolicy) return { ...fileHead(decoded), kind: 'none', policies: [] };
  if (form === 'terraform') {
    const { terraformCarrier } = await import('./read-terraform.ts');
    return readCarriedFile(decoded, await terraformCarrier(decoded.file, purpose));
  }
  const { pageCarrier, restructuredTextBlocks } = await import('./read-page.ts');
  const blocksOf =
    form === 'markdown' ? (await import('./read-markdown.ts')).markdownBlocks : restructuredTextBlocks;
  const readers = pageHoldsYaml(decoded.text) ? { yaml: await yamlReader() } : {};
  return readCarriedFile(decoded, pageCarrier(blocksOf, readers));
}

/** Whether what is said of a file has to do with a module beside it that holds policies. */
function callsPolicyModule({ file, text }: DecodedFile, { io, defaults }: ReadingPurpose): boolean {
  if (!defaults) return false;
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

async function yamlReader() {
  return (await import('./read-yaml.ts')).readPolicyYaml;
}
