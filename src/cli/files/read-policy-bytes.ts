import type { PolicyFile } from '../../model/policy.ts';
import { decodeFile, readDecodedFile, wantsYaml } from '../../policy/read-policy-file.ts';
import { failureWith } from '../own-failure.ts';

/** Reads a file as policies, with the reader of YAML loaded where nothing else can read it. */
export async function readPolicyBytes(file: string, bytes: Uint8Array | string): Promise<PolicyFile> {
  try {
    const decoded = decodeFile(file, bytes);
    if (!wantsYaml(decoded)) return readDecodedFile(decoded);
    return readDecodedFile(decoded, (await import('./read-yaml.ts')).readPolicyYaml);
  } catch (error) {
    throw failureWith(file, error);
  }
}
