/**
 * The decision for an API again, slow and plain, from the text of the specification (design section 3), to check the
 * engine against. Actions are concrete here; patterns are compared by the plain decision for actions.
 */
import type { Requirement } from '../../src/model/claim.ts';
import type { GrantScope } from '../../src/model/cloud.ts';
import type { DecisionKind } from '../../src/model/decision.ts';
import type { Policy } from '../../src/model/policy.ts';
import {
  matchingStatements,
  type PlainLevels,
  type PlainStatement,
  plainDecision,
  plainMatches,
} from './plain-decision.ts';
import { plainWorksByName } from './plain-roles.ts';

const isRefusal = (decision: DecisionKind) => decision === 'denied' || decision === 'not-allowed';

/** Of things that are all needed, the gravest. */
function worst(decisions: readonly DecisionKind[]): DecisionKind {
  for (const kind of ['denied', 'not-allowed', 'conditional'] as const)
    if (decisions.includes(kind)) return kind;
  return 'allowed';
}

/** Of actions of which one is enough. */
function best(decisions: readonly DecisionKind[]): DecisionKind {
  for (const kind of ['allowed', 'conditional', 'not-allowed'] as const)
    if (decisions.includes(kind)) return kind;
  return 'denied';
}

/** Of alternatives: all allowed, all refused (the mildest), else open. */
function either(decisions: readonly DecisionKind[]): DecisionKind {
  if (decisions.every((decision) => decision === 'allowed')) return 'allowed';
  if (decisions.every(isRefusal)) return decisions.includes('not-allowed') ? 'not-allowed' : 'denied';
  return 'conditional';
}

/**
 * @param named policies that are granted and may be the vendor's
 * @param older what older pages asked for
 */
export function plainApiDecision(
  requirement: Requirement,
  statements: readonly PlainStatement[],
  scope: GrantScope,
  levelOf: PlainLevels,
  named: readonly Policy[],
  older: readonly Requirement[] = [],
): DecisionKind {
  const decide = (one: Requirement) => plainReading(one, statements, scope, levelOf, named);
  const newest = decide(requirement);
  if (isRefusal(newest)) return older.every((one) => isRefusal(decide(one))) ? newest : 'conditional';
  if (newest !== 'allowed') return newest;
  const namesOf = ({ actions }: Requirement) =>
    actions.flatMap(({ action, anyOf }) => (action === undefined ? anyOf : [action]));
  const today = namesOf(requirement);
  // A Deny of a name that only an older page has may count, wherever grants of its row count.
  for (const one of older) {
    const counts =
      scope === 'project'
        ? one.scopes.project !== false || levelOf('s') !== 'project'
        : one.scopes.enterpriseProject !== false;
    for (const action of namesOf(one).filter((name) => counts && !today.includes(name))) {
      const matching = matchingStatements(statements, (pattern) => plainMatches(pattern, action));
      if (matching.some(({ effect }) => effect === 'deny')) return 'conditional';
    }
  }
  return newest;
}

function plainReading(
  requirement: Requirement,
  statements: readonly PlainStatement[],
  scope: GrantScope,
  levelOf: PlainLevels,
  named: readonly Policy[],
): DecisionKind {
  if (requirement.governed !== true) return 'ungoverned';
  const granted = (action: string) => plainDecision(action, statements, levelOf);
  // Whether an action of another API counts in an enterprise project is not said here.
  const grantedInside = (action: string): DecisionKind =>
    scope === 'project' ? granted(action) : either([granted(action), 'not-allowed']);

  const { dependencies: documented } = requirement;
  const useCases = new Set<string>();
  for (const { when } of requirement.actions) if (when !== undefined) useCases.add(when);
  for (const { when } of documented ?? []) if (when !== undefined) useCases.add(when);
  for (const { when } of requirement.prerequisites) if (when !== undefined) useCases.add(when);
  const cases: (string | undefined)[] = [...useCases];
  if (requirement.actions.some(({ when }) => when === undefined)) cases.push(undefined);
  if (cases.length === 0) return 'conditional';

  const perCase = cases.map((useCase): DecisionKind => {
    const needed = requirement.actions.filter(({ when }) => when === undefined || when === useCase);
    // Nothing known to be needed is nothing known to be granted.
    if (needed.length === 0) return 'conditional';
    const decision = worst(
      needed.map((one) => best(one.anyOf === undefined ? [granted(one.action)] : one.anyOf.map(granted))),
    );
    if (isRefusal(decision)) return decision;
    const dependencies = (documented ?? []).filter((dependency) => {
      if (dependency.when !== undefined && dependency.when !== useCase) return false;
      return (
        dependency.for === undefined ||
        needed.some((one) => [one.action, ...(one.anyOf ?? [])].includes(dependency.for))
      );
    });
    if (dependencies.some(({ action }) => grantedInside(action) !== 'allowed')) return 'conditional';
    // Nobody knows what was lost.
    if (documented === null) return 'conditional';
    for (const { anyOf, when } of requirement.prerequisites) {
      if (when !== undefined && when !== useCase) continue;
      const met = anyOf.some(({ role, service }) => {
        // Roles are granted in projects and globally.
        if (scope === 'project' && plainWorksByName(role, named)) return true;
        const ofService = dependencies.filter(({ action }) => action.split(':')[0] === service);
        return ofService.length > 0 && ofService.every(({ action }) => grantedInside(action) === 'allowed');
      });
      if (!met) return 'conditional';
    }
    return decision;
  });

  const decision = either(perCase);
  if (scope === 'project') {
    return requirement.scopes.project === false && levelOf('s') === 'project' ? 'not-allowed' : decision;
  }
  if (requirement.scopes.enterpriseProject === true) return decision;
  if (requirement.scopes.enterpriseProject === false) return 'not-allowed';
  return either([decision, 'not-allowed']);
}
