import { assertNever } from '../model/assert-never.ts';
import type { Dependency, Requirement } from '../model/claim.ts';
import type { RequirementMember } from '../model/conflict.ts';
import { compareText } from './order.ts';

/** The requirement alone, without the claim or entry that states it. */
export function requirementOf({
  actions,
  dependencies,
  prerequisites,
  scopes,
  narrowing,
  governed,
}: Requirement): Requirement {
  const requirement = { actions, dependencies, prerequisites, scopes, governed };
  return narrowing === undefined ? requirement : { ...requirement, narrowing };
}

const members = ['actions', 'dependencies', 'prerequisites', 'scopes', 'governed'] as const;

/**
 * In what two requirements differ, whatever the order they say it in. A page without dependencies, or whose copy lost them,
 * says nothing about them, and one without a mark nothing about that scope: silence is not disagreement. A dash in place of an action and
 * "no authorization needed" both say that no action governs the API.
 */
export function differingMembers(one: Requirement, other: Requirement): RequirementMember[] {
  return members.filter((member) => {
    switch (member) {
      case 'dependencies':
        return contradictInDependencies(one.dependencies ?? [], other.dependencies ?? []);
      case 'scopes':
        return (
          contradict(one.scopes.project, other.scopes.project) ||
          contradict(one.scopes.enterpriseProject, other.scopes.enterpriseProject)
        );
      case 'governed':
        return (one.governed === true) !== (other.governed === true);
      case 'actions':
      case 'prerequisites':
        return !sameItems(one[member], other[member]);
      default:
        return assertNever(member);
    }
  });
}

function contradictInDependencies(one: readonly Dependency[], other: readonly Dependency[]): boolean {
  return one.length > 0 && other.length > 0 && !sameItems(one, other);
}

function contradict(one: boolean | null, other: boolean | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** Whether two lists hold the same items, in whatever order. */
export function sameItems(one: readonly object[], other: readonly object[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  return sortedText(one) === sortedText(other);
}

function sortedText(items: readonly object[]): string {
  return items.map(stableText).sort(compareText).join('\n');
}

/** JSON with sorted members, so that equal values have equal texts. */
export function stableText(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => compareText(one, other));
  return `{${members.map(([name, member]) => `"${name}":${stableText(member)}`).join(',')}}`;
}
