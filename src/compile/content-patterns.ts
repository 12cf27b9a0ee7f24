import { compareText } from '../catalogue/order.ts';
import { readAction, serviceOf } from '../model/action.ts';
import type { KnownAction, PrintedNames } from '../model/catalogue.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { SystemPolicy } from '../model/system-policy.ts';
import { matchesName } from '../patterns/action-pattern.ts';

/**
 * Patterns in the contents of system policies that cover no known action (`vpc:vpns:*`): the vendor prints them, so they are not
 * misspelt.
 * @param actionsOf the known actions of the service that a code or alias names
 */
export function contentPatterns(
  policies: readonly SystemPolicy[],
  actionsOf: (service: string) => readonly KnownAction[],
): PrintedNames['patterns'] {
  const printed = new Map<string, Set<Cloud>>();
  for (const print of policies.flatMap(({ content }) => content)) {
    for (const action of print.document.Statement.flatMap((statement) => statement.Action)) {
      const reading = readAction(action);
      // Roles print vocabularies of their own, too.
      if (!reading.ok || reading.pattern.concrete || serviceOf(action) === '*') continue;
      const { pattern } = reading;
      const isKnown = actionsOf(serviceOf(action)).some((known) => {
        const named = readAction(known.action);
        return named.ok && matchesName(pattern, named.pattern);
      });
      if (isKnown) continue;
      const where = printed.get(action) ?? new Set();
      printed.set(action, where);
      for (const cloud of print.clouds) where.add(cloud);
    }
  }
  return [...printed]
    .sort(([one], [other]) => compareText(one, other))
    .map(([pattern, where]) => ({ pattern, clouds: clouds.filter((cloud) => where.has(cloud)) }));
}
