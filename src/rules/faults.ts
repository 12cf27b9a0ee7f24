import type { Fault, Policy } from '../model/policy.ts';

/** A policy's structural faults of one kind. */
export function faultsOf<K extends Fault['kind']>(
  policy: Policy,
  kind: K,
): readonly Extract<Fault, { kind: K }>[] {
  return policy.faults.filter((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}
