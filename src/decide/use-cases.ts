import { type Dependency, namesOf, type Prerequisite, type Requirement } from '../model/claim.ts';
import { baseCase } from './api-reasons.ts';

/** One of the alternatives of an API, with what it needs: what is always needed, and what its use case needs besides. */
export interface UseCase {
  readonly id: string;
  /** All are needed; of each, one name is enough. */
  readonly actions: readonly (readonly string[])[];
  readonly dependencies: readonly Dependency[];
  /** The actions of the dependencies, each once. */
  readonly dependencyActions: readonly string[];
  readonly prerequisites: readonly Prerequisite[];
}

/** Every set of grants asks for the same APIs, so what an API needs is sorted once. */
const known = new WeakMap<Requirement, readonly UseCase[]>();

/** The base case where the row has an unconditional action, and every use case. */
export function useCasesOf(requirement: Requirement): readonly UseCase[] {
  const before = known.get(requirement);
  if (before !== undefined) return before;
  const cases = idsOf(requirement).map((id) => useCase(requirement, id));
  known.set(requirement, cases);
  return cases;
}

function idsOf({ actions, prerequisites, dependencies }: Requirement): readonly string[] {
  const base = actions.some(({ when }) => when === undefined) ? [baseCase] : [];
  const useCases = [...actions, ...prerequisites, ...(dependencies ?? [])].flatMap(({ when }) => when ?? []);
  return [...base, ...new Set(useCases)];
}

function useCase(requirement: Requirement, id: string): UseCase {
  const applies = ({ when }: { readonly when?: string }) => when === undefined || when === id;
  const actions = requirement.actions.filter(applies).map(namesOf);
  const inCase = new Set(actions.flat());
  const dependencies = (requirement.dependencies ?? []).filter(
    (dependency) => applies(dependency) && (dependency.for === undefined || inCase.has(dependency.for)),
  );
  return {
    id,
    actions,
    dependencies,
    dependencyActions: [...new Set(dependencies.map(({ action }) => action))],
    prerequisites: requirement.prerequisites.filter(applies),
  };
}
