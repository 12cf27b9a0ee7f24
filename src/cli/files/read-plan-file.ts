import { readCarriedFile } from '../../carriers/read-carried-file.ts';
import { planSet, wantedAttributes } from '../../carriers/terraform/plan-set.ts';
import { readPlan } from '../../carriers/terraform/read-plan.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import { type DecodedFile, unread } from '../../policy/read-documents.ts';
import { fileHead } from '../../policy/read-policy-file.ts';
import { largest } from '../../policy/text-size.ts';
import type { Io } from '../io.ts';
import { planTooLarge } from './plan-size.ts';

// A library file, loaded when a text may be a plan or state of Terraform.

/** The policies of a plan or state; nothing for another text. */
export function readPlanFile(decoded: DecodedFile, io: Io): PolicyFile | undefined {
  const { file, partial, text } = decoded;
  const unreadable = (message: string): PolicyFile => ({
    ...fileHead(decoded),
    kind: 'unreadable',
    policies: [unread(file, message)],
  });
  if (partial) return unreadable(planTooLarge(file, io));
  const table = JSON.parse(io.readData('terraform.json')) as PolicyResources;
  const plan = readPlan(file, text, wantedAttributes(table, new Map()));
  if (plan === undefined) return undefined;
  if (plan.kind === 'unreadable') return unreadable(plan.because);
  const [set] = planSet(file, text, plan.after, table).files;
  return readCarriedFile(decoded, {
    documents: () => set?.documents ?? [],
    largest: largest.file,
    fixable: 'a plan or state is not changed',
  });
}
