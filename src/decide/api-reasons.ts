import type { Prerequisite } from '../model/claim.ts';
import type { Deciding, Reason } from '../model/decision.ts';

/** The call without any documented use case. */
export const baseCase = 'base';

export const iamScopeReason: Reason = {
  kind: 'scope',
  message: 'it does not support grants in IAM projects, so an ordinary grant has no effect on it',
};
export const enterpriseProjectScopeReason: Reason = {
  kind: 'scope',
  message: 'it does not support enterprise projects, so a grant in one has no effect on it',
};

/** The reasons of all cases; one that every case has is told once, without naming a case. */
export function sharedReasons(perCase: readonly (readonly Reason[])[]): Reason[] {
  const withoutCase = ({ useCase: _, ...reason }: Reason): Reason => reason;
  const keyOf = (reason: Reason) => JSON.stringify(withoutCase(reason));
  const counts = new Map<string, number>();
  for (const reasons of perCase) {
    for (const key of new Set(reasons.map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return perCase.flatMap((reasons) =>
    reasons.map((reason) => (counts.get(keyOf(reason)) === perCase.length ? withoutCase(reason) : reason)),
  );
}

/** Why the API is open: one of its cases is refused. */
export function useCaseReason(id: string, missing: readonly string[]): Reason {
  const list = `${quoted(missing)} ${areOrIs(missing)} not granted`;
  const message =
    id === baseCase
      ? `without any of its use cases it is refused: ${list}`
      : `for the use case \`${id}\` it is refused: ${list}`;
  return { kind: 'use-case', message, useCase: id, actions: missing };
}

/** Why the API is open: a note asks for a role. */
export function prerequisiteReason({ anyOf }: Prerequisite, useCase: string | undefined): Reason {
  const roles = anyOf.map(({ role, service }) =>
    service === undefined ? `\`${role}\`` : `\`${role}\` (${service})`,
  );
  const message = `the documentation also asks for the role ${roles.join(' or ')}`;
  return { kind: 'prerequisite', message, ...(useCase === undefined ? {} : { useCase }) };
}

/** Each of equal reasons, or statements, once, in order. */
export function withoutRepeats<T extends Reason | Deciding>(reasons: readonly T[]): T[] {
  const seen = new Set<string>();
  return reasons.filter((reason) => {
    const key = JSON.stringify(reason);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Names as messages list them. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** The verb that fits the number of names. */
export function areOrIs(names: readonly unknown[]): string {
  return names.length === 1 ? 'is' : 'are';
}
