import { namesOf } from '../../catalogue/service-index.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import { editDistance } from '../../model/nearest.ts';
import type { Policy, PolicyFile } from '../../model/policy.ts';
import type { SystemPolicy } from '../../model/system-policy.ts';
import { findSystemPolicy, readSystemPolicy, systemPrefix } from '../../policy/system-policy.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

/** Whether an argument names a system policy rather than a file. */
export function namesSystemPolicy(argument: string): boolean {
  return argument.startsWith(systemPrefix);
}

/** The system policy that `system:<display name>` names. @throws UsageError with the nearest names. */
export function systemPolicyOf(argument: string, policies: readonly SystemPolicy[]): SystemPolicy {
  const name = argument.slice(systemPrefix.length);
  const found = findSystemPolicy(name, policies);
  if (found !== undefined) return found;
  const near = nearestNames(name, policies);
  const hint =
    near.length === 0
      ? 'save its content to a file and name the file'
      : `did you mean ${near.map((one) => `\`${systemPrefix}${one}\``).join(', or ')}?`;
  if (name.trim() === '')
    throw new UsageError('name a system policy after `system:`, as in `"system:IMS ReadOnlyAccess"`');
  throw new UsageError(`no system policy \`${name}\` is known; ${hint}`);
}

/** What to write where a path is the display name of a system policy; nothing for other paths. */
export function systemPolicyHint(path: string, policies: readonly SystemPolicy[]): string {
  const found = findSystemPolicy(path, policies);
  return found === undefined ? '' : `; for the system policy write \`"${systemPrefix}${found.name}"\``;
}

/** A system policy, ready for questions about a cloud. */
export function readSystem(
  argument: string,
  cloud: CloudChoice,
  { catalogue, systemPolicies }: World,
): PolicyFile {
  const file = readSystemPolicy(systemPolicyOf(argument, systemPolicies()), cloudsOf(cloud));
  return { ...file, policies: file.policies.map((policy) => withAliases(policy, catalogue)) };
}

/** Actions of a service can go by another of its codes: what the policy may hold goes by any of them. */
function withAliases(policy: Policy, catalogue: Catalogue): Policy {
  const services = policy.unpublished?.services;
  if (services === undefined || services === null) return policy;
  const codes = services.flatMap((code) => {
    const known = catalogue.service(code);
    return [code, ...(known === undefined ? [] : namesOf(known))];
  });
  return { ...policy, unpublished: { services: [...new Set(codes)] } };
}

/** Up to three names, nearest first: a few typing errors, or words in common. */
function nearestNames(name: string, policies: readonly SystemPolicy[]): string[] {
  const wanted = name.trim().toLowerCase();
  const words = new Set(wanted.split(/\s+/u));
  const ranked = policies.flatMap((policy) =>
    [policy.name, ...(policy.aliases ?? [])].flatMap((known) => {
      const folded = known.toLowerCase();
      const edits = editDistance(wanted.slice(0, 100), folded, 4);
      const shared = folded.split(/\s+/u).filter((word) => words.has(word)).length;
      return edits <= 4 || shared > 0 ? [{ known, rank: Math.min(edits, 5) - shared }] : [];
    }),
  );
  const best = Math.min(...ranked.map(({ rank }) => rank));
  return ranked
    .filter(({ rank }) => rank <= best + 1)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, 3)
    .map(({ known }) => known);
}
