import type { Fault, Policy } from '../model/policy.ts';

/** A policy's structural faults of one kind. */
export function faultsOf<K extends Fault['kind']>(
  policy: Policy,
  kind: K,
): readonly Extract<Fault, { kind: K }>[] {
  return policy.faults.filter((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}

/** Paths as JSON of all that has a member that nobody knows. */
export function ownersOfUnknownMembers(policy: Policy): ReadonlySet<string> {
  return new Set(faultsOf(policy, 'unknown-member').map(({ path }) => JSON.stringify(path.slice(0, -1))));
}
