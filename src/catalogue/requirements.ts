import type { Requirement, ScopeMarks } from '../model/claim.ts';
import { compareText } from './order.ts';

/** The requirement alone, without the claim or entry that states it. */
export function requirementOf({
  actions,
  dependencies,
  prerequisites,
  scopes,
  governed,
}: Requirement): Requirement {
  return { actions, dependencies, prerequisites, scopes, governed };
}

/** Whether two requirements say the same, whatever the order they say it in. */
export function sameRequirement(one: Requirement, other: Requirement): boolean {
  return canonical(one) === canonical(other);
}

/** The actions, dependencies, prerequisites and marks as one text, for comparison. */
function canonical({ actions, dependencies, prerequisites, scopes, governed }: Requirement): string {
  const sorted = (items: readonly object[]) => items.map((item) => stableText(item)).sort(compareText);
  return JSON.stringify([
    sorted(actions),
    sorted(dependencies),
    sorted(prerequisites),
    scopes.project,
    scopes.enterpriseProject,
    governed,
  ]);
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
  return stated.includes(null) ? null : false;
}

/** A mark that pages disagree about is one that they do not settle. */
function agreedScopes(scopes: readonly ScopeMarks[]): ScopeMarks {
  const agreed = (marks: readonly (boolean | null)[]) =>
    marks.every((mark) => mark === marks[0]) ? (marks[0] ?? null) : null;
  return {
    project: agreed(scopes.map(({ project }) => project)),
    enterpriseProject: agreed(scopes.map(({ enterpriseProject }) => enterpriseProject)),
  };
}

function distinct<Item extends object>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [stableText(item), item])).values()];
}

/** JSON with sorted members, so that equal values have equal texts. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => compareText(one, other)));
  });
}
