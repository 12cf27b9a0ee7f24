import { restoreActions, type StoredAction } from '../catalogue/stored-evidence.ts';
import type {
  Dependency,
  NarrowingMarks,
  Prerequisite,
  RequiredAction,
  Requirement,
  ScopeMarks,
} from '../model/claim.ts';

/** A requirement as it is written: what is usual is left out (nothing asked for, actions govern the API). */
export interface StoredRequirement {
  readonly actions?: readonly StoredAction[];
  readonly dependencies?: readonly Dependency[] | null;
  readonly prerequisites?: readonly Prerequisite[];
  readonly scopes: ScopeMarks;
  readonly narrowing?: NarrowingMarks;
  readonly governed?: false | null;
}

/** Puts a requirement into the form in which it is written. */
export function storeRequirement(requirement: Requirement): StoredRequirement {
  const { actions, dependencies, prerequisites, scopes, narrowing, governed } = requirement;
  return {
    ...(actions.length === 0 ? {} : { actions: storeActions(actions) }),
    ...(dependencies?.length === 0 ? {} : { dependencies }),
    ...(prerequisites.length === 0 ? {} : { prerequisites }),
    scopes,
    ...(narrowing === undefined ? {} : { narrowing }),
    ...(governed === true ? {} : { governed }),
  };
}

/** Takes a requirement out of the form in which it is written. */
export function restoreRequirement(stored: StoredRequirement): Requirement {
  const { actions = [], dependencies = [], prerequisites = [], scopes, narrowing, governed = true } = stored;
  return {
    actions: restoreActions(actions),
    dependencies,
    prerequisites,
    scopes,
    ...(narrowing === undefined ? {} : { narrowing }),
    governed,
  };
}

export function storeActions(actions: readonly RequiredAction[]): readonly StoredAction[] {
  return actions.map((required) =>
    required.when === undefined && required.anyOf === undefined ? required.action : required,
  );
}
