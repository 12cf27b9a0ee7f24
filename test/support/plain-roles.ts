/**
 * Which roles and policies of the vendor count by their name, slow and plain, from the text of the specification
 * (iam-language 1.2, 1.4 and 7.5; design section 3, prerequisites).
 */
import type { Policy } from '../../src/model/policy.ts';

/** Whether one of the policies is the vendor's, has the name, now or earlier, and works. */
export function plainWorksByName(name: string, policies: readonly Policy[]): boolean {
  return bearersOf(name, policies).some((policy) => works(policy, policies, []));
}

/** With all that it depends on; roles that depend on each other work together. */
function works(policy: Policy, policies: readonly Policy[], asking: readonly Policy[]): boolean {
  if (asking.includes(policy)) return true;
  return (policy.depends ?? []).every(({ displayName }) =>
    bearersOf(displayName, policies).some((other) => works(other, policies, [...asking, policy])),
  );
}

function bearersOf(name: string, policies: readonly Policy[]): readonly Policy[] {
  return policies.filter((policy) => {
    const { displayName = '', aliases = [] } = policy;
    return isVendors(policy) && [displayName, ...aliases].some((own) => isSameName(own, name));
  });
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What the envelope says counts. Without it: users cannot write roles, and may give a policy any name. */
function isVendors({ origin, kind, unpublished, file }: Policy): boolean {
  if (origin === 'customer') return false;
  return origin === 'vendor' || kind === 'role' || unpublished !== undefined || file.startsWith('system:');
}
