import { formOf, namesPolicyMember, pageHoldsYaml } from '../../carriers/form-of.ts';
import { readCarriedFile } from '../../carriers/read-carried-file.ts';
import { namesPolicyResource } from '../../carriers/terraform/policy-resources.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { DecodedFile } from '../../policy/read-documents.ts';
import { decodeFile, fileHead, readDecodedFile, wantsYaml } from '../../policy/read-policy-file.ts';
import type { Io } from '../io.ts';
import { failureWith } from '../own-failure.ts';
import { callsPolicyModule } from './calls-policy-module.ts';

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
      ? namesPolicyResource(decoded.text) || (purpose.defaults && callsPolicyModule(decoded, purpose.io))
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

async function yamlReader() {
  return (await import('./read-yaml.ts')).readPolicyYaml;
}
