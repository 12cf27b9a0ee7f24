import type { Decider } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { nothingKnown, type RequestContext } from '../../model/context.ts';
import type { GrantHolder } from '../../model/grant.ts';
import type { HouseEntry } from '../../model/house.ts';
import type { Policy } from '../../model/policy.ts';
import type { RuleWorld } from '../rule-world.ts';

/** The policies of a holder that are written in files: those of the vendor are granted by name. */
export function ownPolicies({ grants }: GrantHolder): readonly Policy[] {
  return [...new Set(grants.map(({ policy }) => policy))].filter(({ file }) => !file.startsWith('system:'));
}

/** The policies of the vendor that a holder is granted. */
export function systemPolicies({ grants }: GrantHolder): readonly Policy[] {
  return [...new Set(grants.map(({ policy }) => policy))].filter(({ file }) => file.startsWith('system:'));
}

/** Whether an entry is about a holder: about every file that its policies are in, or about all files. */
export function concernsHolder(entry: HouseEntry, holder: GrantHolder, describedIn: string): boolean {
  const own = ownPolicies(holder);
  return entry.concerns(describedIn) || (own.length > 0 && own.every(({ file }) => entry.concerns(file)));
}

/** Decides what all grants of a holder make possible together. */
export function holderDecider(
  { grants }: GrantHolder,
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
