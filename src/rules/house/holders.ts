import type { Decider } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { nothingKnown, type RequestContext } from '../../model/context.ts';
import { type Grant, type GrantHolder, isHole } from '../../model/grant.ts';
import type { HouseEntry } from '../../model/house.ts';
import type { Policy } from '../../model/policy.ts';
import { mayAllowMore, mayDenyMore } from '../open-parts.ts';
import type { RuleWorld } from '../rule-world.ts';

/** The policies of a holder, each once. */
function policiesOf({ grants }: Pick<GrantHolder, 'grants'>): readonly Policy[] {
  return [...new Set(grants.map(({ policy }) => policy))];
}

/** Whether a policy is one of the vendor's, which is granted by its name. */
function isSystemPolicy({ file, origin }: Policy): boolean {
  return file.startsWith('system:') || origin === 'vendor';
}

/** The policies of a holder that an entry is about and that are reported for themselves. */
export function reportedPolicies(holder: GrantHolder, entry: HouseEntry): readonly Policy[] {
  return policiesOf(holder).filter(
    (policy) => !isSystemPolicy(policy) && holder.isLinted(policy.file) && entry.concerns(policy.file),
  );
}

/** The policies of a holder that nothing is reported of: the vendor's, and those that are not looked at. */
export function unreportedPolicies(holder: GrantHolder): readonly Policy[] {
  return policiesOf(holder).filter((policy) => isSystemPolicy(policy) || !holder.isLinted(policy.file));
}

/**
 * Whether an entry is about what a holder can do: about where the holder is described, or about the files of all its own
 * policies, or of those that make it possible.
 * @param granting files that make it possible
 */
export function concernsHolder(
  entry: HouseEntry,
  holder: GrantHolder,
  describedIn: string,
  granting: readonly string[],
): boolean {
  const own = policiesOf(holder).filter((policy) => !isSystemPolicy(policy));
  const files = own.map(({ file }) => file);
  const isAbout = (some: readonly string[]) => some.length > 0 && some.every(entry.concerns);
  return (
    entry.concerns(describedIn) || isAbout(files) || isAbout(granting.filter((file) => files.includes(file)))
  );
}

/** The grants of which everything is fixed and known: what they make possible, only a Deny of the others can take away. */
export function firmGrants({ grants }: GrantHolder): readonly Grant[] {
  return grants.filter(
    ({ policy, place, maybe }) =>
      !maybe &&
      !isHole(place) &&
      !policy.maybe &&
      policy.unpublished === undefined &&
      !mayAllowMore(policy) &&
      !mayDenyMore(policy),
  );
}

/** Decides what grants make possible together. */
export function grantsDecider(
  grants: readonly Grant[],
  { catalogue, cloud, language }: RuleWorld,
  context: RequestContext = nothingKnown,
): Decider {
  return deciderFor(grants, {
    language: language(),
    context,
    levelOf: catalogue.level,
    ignoreDependencies: false,
    ...(cloud === 'any' ? {} : { cloud }),
  });
}
