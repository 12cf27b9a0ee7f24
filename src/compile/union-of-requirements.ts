import { sameItems, stableText } from '../catalogue/requirements.ts';
import type { Requirement, ScopeMarks } from '../model/claim.ts';

/** Whether two requirements say the same in the same detail, whatever the order they say it in. */
export function sameRequirement(one: Requirement, other: Requirement): boolean {
  return (
    one.governed === other.governed &&
    one.scopes.project === other.scopes.project &&
    one.scopes.enterpriseProject === other.scopes.enterpriseProject &&
    one.scopes.enterpriseProjectOnly === other.scopes.enterpriseProjectOnly &&
    sameItems(one.actions, other.actions) &&
    sameItems(one.dependencies, other.dependencies) &&
    sameItems(one.prerequisites, other.prerequisites)
  );
}

/** The union of requirements that pages of equal standing state: whatever one of them asks for is asked for. */
export function unionOf(requirements: readonly Requirement[]): Requirement {
  const actions = distinct(requirements.flatMap((requirement) => requirement.actions));
  const always = new Set(actions.filter(({ when }) => when === undefined).map(({ action }) => action));
  return {
    actions: actions.filter(({ action, when }) => when === undefined || !always.has(action)),
    dependencies: distinct(requirements.flatMap((requirement) => requirement.dependencies)),
    prerequisites: distinct(requirements.flatMap((requirement) => requirement.prerequisites)),
    scopes: agreedScopes(requirements.map((requirement) => requirement.scopes)),
    governed: unionOfGoverned(requirements.map(({ governed }) => governed)),
  };
}

function unionOfGoverned(stated: readonly (boolean | null)[]): boolean | null {
  if (stated.includes(true)) return true;
  return stated.includes(false) ? false : null;
}

/** A mark that pages disagree about is one that they do not settle; a page without the mark leaves it to the others. */
function agreedScopes(scopes: readonly ScopeMarks[]): ScopeMarks {
  const agreed = (marks: readonly (boolean | null)[]) => {
    const stated = marks.filter((mark) => mark !== null);
    return stated.every((mark) => mark === stated[0]) ? (stated[0] ?? null) : null;
  };
  const limited = scopes.some(({ enterpriseProjectOnly }) => enterpriseProjectOnly === 'default');
  return {
    project: agreed(scopes.map(({ project }) => project)),
    enterpriseProject: agreed(scopes.map(({ enterpriseProject }) => enterpriseProject)),
    ...(limited ? { enterpriseProjectOnly: 'default' as const } : {}),
  };
}

function distinct<Item extends object>(items: readonly Item[]): readonly Item[] {
  if (items.length < 2) return items;
  return [...new Map(items.map((item) => [stableText(item), item])).values()];
}
