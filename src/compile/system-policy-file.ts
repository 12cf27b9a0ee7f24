import { compareText } from '../catalogue/order.ts';
import type { SystemPolicy } from '../model/system-policy.ts';
import type { DataFault } from './catalogue-yaml.ts';

/** A system policy as `rules/system-policies/*.yaml` writes it. */
type WrittenSystemPolicy = Omit<SystemPolicy, 'content'> & {
  readonly content: SystemPolicy['content'] | 'unpublished';
};

interface WrittenFile {
  readonly name: string;
  /** Schema-checked; `undefined` where the check failed. */
  readonly policies: unknown;
}

/** The system policies of all files, sorted by name. Two that have one name in one cloud or region are a fault. */
export function compileSystemPolicies(files: readonly WrittenFile[]): {
  readonly policies: readonly SystemPolicy[];
  readonly faults: readonly DataFault[];
} {
  const taken = new Map<string, string>();
  const faults: DataFault[] = [];
  const policies: SystemPolicy[] = [];
  for (const { name: file, policies: written } of files) {
    for (const policy of (written as readonly WrittenSystemPolicy[] | undefined) ?? []) {
      for (const { name, place } of namesOf(policy)) {
        const key = JSON.stringify([name.toLowerCase(), place]);
        const other = taken.get(key);
        if (other !== undefined) {
          faults.push({ file, at: policy.name, message: `has the name \`${name}\`, as does \`${other}\`` });
        }
        taken.set(key, policy.name);
      }
      policies.push({ ...policy, content: policy.content === 'unpublished' ? [] : policy.content });
    }
  }
  return { policies: policies.sort((one, other) => compareText(one.name, other.name)), faults };
}

/** Every name of a policy with each cloud, or region of it, in which it means the policy. */
function namesOf(policy: WrittenSystemPolicy): { readonly name: string; readonly place: string }[] {
  const { name, clouds, aliases = [], aliasClouds = clouds, internalNames = [] } = policy;
  return [
    ...clouds.map((cloud) => ({ name, place: cloud })),
    ...aliases.flatMap((alias) => aliasClouds.map((cloud) => ({ name: alias, place: cloud }))),
    ...internalNames.flatMap(({ name: internal, cloud, regions = [''] }) =>
      regions.map((region) => ({ name: internal, place: `${cloud} ${region}` })),
    ),
  ];
}
