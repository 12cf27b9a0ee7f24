import { nothingFound } from '../../carriers/carried-document.ts';
import { formOf, mayEmbed, namesPolicyMember, pageHoldsYaml } from '../../carriers/form-of.ts';
import { readCarriedFile } from '../../carriers/read-carried-file.ts';
import { mayBePlan } from '../../carriers/terraform/plan-look.ts';
import { namesPolicyResource } from '../../carriers/terraform/policy-resources.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { policyLook } from '../../policy/policy-look.ts';
import type { DecodedFile } from '../../policy/read-documents.ts';
import {
  decodeFile,
  fileHead,
  readDecodedFile,
  wantsYaml,
  type YamlReader,
} from '../../policy/read-policy-file.ts';
import { failureWith } from '../own-failure.ts';
import { isAccessTestFile } from './access-test-name.ts';
import { callsPolicyModule } from './calls-policy-module.ts';
import type { ReadingPurpose } from './reading-purpose.ts';

/** Reads a file as policies, with what only its form needs loaded where it is needed. */
export async function readPolicyBytes(
  file: string,
  bytes: Uint8Array | string,
  purpose: ReadingPurpose,
): Promise<PolicyFile> {
  try {
    return withLook(await readDecoded(decodeFile(file, bytes), purpose));
  } catch (error) {
    throw failureWith(file, error);
  }
}

/** A file that holds no policy may look as if it did: that is said, so that nobody takes it for checked. */
function withLook(file: PolicyFile): PolicyFile {
  const at = file.kind === 'none' && !isAccessTestFile(file.file) ? policyLook(file.text) : undefined;
  return at === undefined ? file : { ...file, looksLikePolicy: { at } };
}

async function readDecoded(decoded: DecodedFile, purpose: ReadingPurpose): Promise<PolicyFile> {
  if (isAccessTestFile(decoded.file)) return { ...fileHead(decoded), kind: 'none', policies: [] };
  if (mayBePlan(decoded.text)) {
    const plan = (await import('./read-plan-file.ts')).readPlanFile(decoded, purpose.io);
    if (plan !== undefined) return plan;
  }
  const form = formOf(decoded);
  if (form === undefined) return readTree(decoded, wantsYaml(decoded) ? await yamlReader() : undefined);
  const mayHoldPolicy =
    form === 'terraform'
      ? namesPolicyResource(decoded.text) || (purpose.defaults && callsPolicyModule(decoded, purpose.io))
      : namesPolicyMember(decoded.text);
  if (!mayHoldPolicy) return { ...fileHead(decoded), kind: 'none', policies: [] };
  if (form === 'terraform') {
    const { terraformCarrier } = await import('./read-terraform.ts');
    return readCarriedFile(decoded, await terraformCarrier(decoded.file, purpose));
  }
  const { markdownBlocks, pageCarrier, restructuredTextBlocks } = await import('./read-page.ts');
  const blocksOf = form === 'markdown' ? markdownBlocks : restructuredTextBlocks;
  const readers = {
    ...(pageHoldsYaml(decoded.text) ? { yaml: await yamlReader() } : {}),
    ...(namesPolicyResource(decoded.text)
      ? { terraform: await (await import('./read-terraform.ts')).terraformSamples(purpose.io) }
      : {}),
  };
  return readCarriedFile(decoded, pageCarrier(blocksOf, readers));
}

/** A text of JSON or YAML, and what it may hold in other forms. */
async function readTree(decoded: DecodedFile, readYaml: YamlReader | undefined): Promise<PolicyFile> {
  if (!mayEmbed(decoded.text)) return readDecodedFile(decoded, readYaml);
  const { embeddedCarrier } = await import('./read-embedded.ts');
  const carrier = embeddedCarrier(readYaml);
  const [, ...embedded] = carrier.documents(decoded.text, nothingFound());
  return embedded.length === 0 ? readDecodedFile(decoded, readYaml) : readCarriedFile(decoded, carrier);
}

async function yamlReader(): Promise<YamlReader> {
  return (await import('./read-yaml.ts')).readPolicyYaml;
}
