import { sameItems, stableText } from '../catalogue/requirements.ts';
import {
  type NarrowingMarks,
  namesOf,
  type RequiredAction,
  type Requirement,
  type ScopeMarks,
} from '../model/claim.ts';

/** Whether two requirements say the same in the same detail, whatever the order they say it in. */
export function sameRequirement(one: Requirement, other: Requirement): boolean {
  return (
    one.governed === other.governed &&
    one.scopes.project === other.scopes.project &&
    one.scopes.enterpriseProject === other.scopes.enterpriseProject &&
    one.scopes.enterpriseProjectOnly === other.scopes.enterpriseProjectOnly &&
    sameItems(one.actions, other.actions) &&
    sameDependencies(one.dependencies, other.dependencies) &&
    one.narrowing?.resource === other.narrowing?.resource &&
    one.narrowing?.tag === other.narrowing?.tag &&
    sameItems(one.prerequisites, other.prerequisites)
  );
}

function sameDependencies(one: Requirement['dependencies'], other: Requirement['dependencies']): boolean {
  return one === null || other === null ? one === other : sameItems(one, other);
}

/** The union of requirements that pages of equal standing state: whatever one of them asks for is asked for. */
export function unionOf(requirements: readonly Requirement[]): Requirement {
  const actions = distinct(requirements.flatMap((requirement) => requirement.actions));
  const keyOf = (required: RequiredAction) => namesOf(required).join(' ');
  const always = new Set(actions.filter(({ when }) => when === undefined).map(keyOf));
  const narrowing = agreedNarrowing(requirements.flatMap((requirement) => requirement.narrowing ?? []));
  return {
    actions: actions.filter((required) => required.when === undefined || !always.has(keyOf(required))),
    dependencies: unionOfDependencies(requirements.map(({ dependencies }) => dependencies)),
    prerequisites: distinct(requirements.flatMap((requirement) => requirement.prerequisites)),
    scopes: agreedScopes(requirements.map((requirement) => requirement.scopes)),
    ...(narrowing === undefined ? {} : { narrowing }),
    governed: unionOfGoverned(requirements.map(({ governed }) => governed)),
  };
}

/** What one page's copy lost, another one may state; what no page states is not known. */
function unionOfDependencies(stated: readonly Requirement['dependencies'][]): Requirement['dependencies'] {
  const known = stated.filter((dependencies) => dependencies !== null);
  return known.length === 0 && stated.length > 0 ? null : distinct(known.flat());
}

function unionOfGoverned(stated: readonly (boolean | null)[]): boolean | null {
  if (stated.includes(true)) return true;
  return stated.includes(false) ? false : null;
}

/** A mark that pages disagree about is one that they do not settle; a page without the mark leaves it to the others. */
function agreed(marks: readonly (boolean | null)[]): boolean | null {
  const stated = marks.filter((mark) => mark !== null);
  return stated.every((mark) => mark === stated[0]) ? (stated[0] ?? null) : null;
}

function agreedNarrowing(marks: readonly NarrowingMarks[]): NarrowingMarks | undefined {
  if (marks.length === 0) return undefined;
  return {
    resource: agreed(marks.map(({ resource }) => resource)),
    tag: agreed(marks.map(({ tag }) => tag)),
  };
}

function agreedScopes(scopes: readonly ScopeMarks[]): ScopeMarks {
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
