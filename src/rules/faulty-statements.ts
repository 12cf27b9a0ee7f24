import type { Policy, StatementReading } from '../model/policy.ts';

const known = new WeakMap<Policy, ReadonlySet<string>>();

/** Whether a statement has a member that nobody knows: it may have been meant to narrow the statement. */
export function hasUnknownMember(policy: Policy, { path }: Pick<StatementReading, 'path'>): boolean {
  if (policy.faults.length === 0) return false;
  let faulty = known.get(policy);
  if (faulty === undefined) {
    faulty = new Set(
      policy.faults.flatMap((fault) =>
        fault.kind === 'unknown-member' ? [JSON.stringify(fault.path.slice(0, -1))] : [],
      ),
    );
    known.set(policy, faulty);
  }
  return faulty.size > 0 && faulty.has(JSON.stringify(path));
}
