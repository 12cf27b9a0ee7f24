import type { Prerequisite } from '../model/claim.ts';
import type { Deciding, Reason, ReasonKind } from '../model/decision.ts';
import type { OlderRequirement, RenamedRequirement } from '../model/entry.ts';
import { mostListed, othersMember } from '../model/first-few.ts';

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
  const [only] = perCase;
  if (only !== undefined && perCase.length === 1) return only.map(withoutCase);
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
export function useCaseReason(id: string, missing: readonly (readonly string[])[]): Reason {
  const list = `${missing.map(oneOf).join(', ')} ${areOrIs(missing)} not granted`;
  const message =
    id === baseCase
      ? `without any of its use cases it is refused: ${list}`
      : `for the use case \`${id}\` it is refused: ${list}`;
  return { kind: 'use-case', message, useCase: id, actions: missing.flat() };
}

/** Why the API is open: a note asks for a role. */
export function prerequisiteReason({ anyOf }: Prerequisite, useCase: string | undefined): Reason {
  const roles = anyOf.map(({ role, service }) =>
    service === undefined ? `\`${role}\`` : `\`${role}\` (${service})`,
  );
  const message = `the documentation also asks for the role ${roles.join(' or ')}`;
  return { kind: 'prerequisite', message, ...(useCase === undefined ? {} : { useCase }) };
}

/** Why the API is open: an older page asks for other actions. */
export function renamedReason(
  { page }: RenamedRequirement,
  older: OlderRequirement,
  actions: readonly string[],
  how: string,
): Reason {
  const message = `the older page \`${older.page}\` asks for ${quoted(actions)}, ${how}; the newer \`${page}\` asks for other actions`;
  return { kind: 'renamed', message, actions };
}

/** Each of equal reasons, or statements, once, in order. */
export function withoutRepeats<T extends Reason | Deciding>(reasons: readonly T[]): T[] {
  const distinct = [...new Set(reasons)];
  if (distinct.length < 2) return distinct;
  const seen = new Set<string>();
  return distinct.filter((reason) => {
    const key = JSON.stringify(reason);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Kinds that every statement of a policy can be a reason of, however many there are. */
const ofStatements: ReadonlySet<ReasonKind> = new Set([
  'condition',
  'resource',
  'layer',
  'hole',
  'role-content',
  'unpublished-content',
  'unreadable-policy',
]);

/**
 * The first few reasons of each kind that statements give, and how many more there are; the other kinds as they are.
 * @param reasonOf puts into words what is listed, and only that
 */
export function fewOfEachKind<T extends { readonly kind: ReasonKind; readonly others?: number }>(
  found: readonly T[],
  reasonOf: (one: T) => Reason,
): Reason[] {
  if (found.length === 0) return [];
  const listed = new Map<ReasonKind, number>();
  const totals = new Map<ReasonKind, number>();
  for (const { kind } of found) totals.set(kind, (totals.get(kind) ?? 0) + 1);
  // Where a part was cut before, its own number is what is known.
  for (const { kind, others = 0 } of found)
    totals.set(kind, Math.max(totals.get(kind) ?? 0, others === 0 ? 0 : others + mostListed));
  return found.flatMap((one) => {
    const { kind } = one;
    const at = (listed.get(kind) ?? 0) + 1;
    listed.set(kind, at);
    if (!ofStatements.has(kind)) return [reasonOf(one)];
    if (at > mostListed) return [];
    const { others: _, ...reason } = reasonOf(one);
    const total = totals.get(kind) ?? at;
    return [{ ...reason, ...(at === mostListed ? othersMember(total - mostListed) : {}) }];
  });
}

/** The same of reasons, each counted once. */
export function fewOfReasons(reasons: readonly Reason[]): Reason[] {
  return fewOfEachKind(withoutRepeats(reasons), (reason) => reason);
}

/** Names as messages list them. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** Names of which one is enough. */
function oneOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' or ');
}

/** The verb that fits the number of names. */
export function areOrIs(names: readonly unknown[]): string {
  return names.length === 1 ? 'is' : 'are';
}
