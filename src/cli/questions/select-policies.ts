import { nearest } from '../../model/nearest.ts';
import type { Policy, PolicyFile } from '../../model/policy.ts';
import { pointerOf } from '../../policy/region-of.ts';
import { UsageError } from '../usage-error.ts';

/** What all policies of a file together are asked for with: `main.tf#*`. */
const all = '*';

/**
 * The policies of a file that an address means: one by its name, its pointer or its display name, or all of them together.
 * Without an address, the only one, or what is granted together anyway.
 * @throws UsageError that lists the addresses of the file, where none or several can be meant
 */
export function selectPolicies(file: PolicyFile, address: string | undefined): readonly Policy[] {
  const { policies } = file;
  if (address === all || (address === undefined && isOne(policies))) return policies;
  const named = policies.filter((policy) => address !== undefined && isMeant(policy, address));
  if (named.length === 1) return named;
  const choices = (those: readonly Policy[]) => listed(those.map((one) => `${file.file}#${addressOf(one)}`));
  const name = `\`${file.file}\``;
  if (address === undefined)
    throw new UsageError(
      `${name} holds ${policies.length} policies: name one of them, ${choices(policies)}, or all of them together, \`${file.file}#${all}\``,
    );
  if (named.length > 1)
    throw new UsageError(
      `${named.length} policies of ${name} are called \`${address}\`: name one of them, ${choices(named)}`,
    );
  const near = /^\d+$/.test(address) ? undefined : nearest(address, policies.map(addressOf), { max: 2 });
  const hint = near === undefined ? `it has ${choices(policies)}` : `did you mean \`${file.file}#${near}\`?`;
  throw new UsageError(`${name} has no policy \`${address}\`; ${hint}`);
}

/** What tells a policy from the others of its file. */
export function addressOf({ name, root = [] }: Policy): string {
  return name ?? pointerOf(root);
}

function isMeant(policy: Policy, address: string): boolean {
  return (
    address === addressOf(policy) ||
    address === pointerOf(policy.root ?? []) ||
    (address !== '' && address === policy.displayName)
  );
}

/**
 * Whether the policies of a file are one grant: a list of roles, as the IAM API gives it, is what somebody holds. Documents of
 * one text that should be one policy cannot be told apart, and are unsure together.
 */
function isOne(policies: readonly Policy[]): boolean {
  return (
    policies.length < 2 ||
    new Set(policies.map(listOf)).size === 1 ||
    policies.some(({ faults }) => faults.some(({ kind }) => kind === 'multiple-documents'))
  );
}

/** The list of the API that a policy is in; of others, what is theirs alone. */
function listOf(policy: Policy): string {
  const { name, root = [] } = policy;
  const index = root.findLastIndex((step) => typeof step === 'number');
  return name === undefined && index > 0 ? pointerOf(root.slice(0, index)) : addressOf(policy);
}

/** Names that are listed: who has more knows what the file holds. */
const mostListed = 30;

function listed(names: readonly string[]): string {
  const more = names.length - mostListed;
  const few = names.slice(0, mostListed).map((name) => `\`${name}\``);
  return `${few.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
