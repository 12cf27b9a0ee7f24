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

/** The system policies of all files, sorted by name. Two that go by one name are a fault. */
export function compileSystemPolicies(files: readonly WrittenFile[]): {
  readonly policies: readonly SystemPolicy[];
  readonly faults: readonly DataFault[];
} {
  const taken = new Map<string, string>();
  const faults: DataFault[] = [];
  const policies: SystemPolicy[] = [];
  for (const { name: file, policies: written } of files) {
    for (const policy of (written as readonly WrittenSystemPolicy[] | undefined) ?? []) {
      for (const name of [policy.name, ...(policy.aliases ?? [])]) {
        const other = taken.get(name.toLowerCase());
        if (other !== undefined) {
          faults.push({ file, at: policy.name, message: `goes by \`${name}\`, as does \`${other}\`` });
        }
        taken.set(name.toLowerCase(), policy.name);
      }
      policies.push({ ...policy, content: policy.content === 'unpublished' ? [] : policy.content });
    }
  }
  return { policies: policies.sort((one, other) => compareText(one.name, other.name)), faults };
}
