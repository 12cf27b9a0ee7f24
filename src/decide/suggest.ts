import type { ServiceLevel } from '../model/catalogue.ts';
import type { Deciding, DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { Grant, GrantPlace } from '../model/grant.ts';
import type { Policy } from '../model/policy.ts';
import { allNeeded, best, isRefusal } from './combine.ts';
import type { ApiDecision, DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';

/** Actions that one more policy has to allow. One policy holds services of one level only (iam-language section 6). */
export interface SuggestedPolicy {
  readonly level: Exclude<ServiceLevel, null>;
  readonly actions: readonly string[];
}

/** The smallest addition found, what it leads to, and what stands in the way that no Allow can remove. */
export interface Suggestion {
  readonly policies: readonly SuggestedPolicy[];
  /** The decision with the addition. */
  readonly decision: DecisionKind;
  /** What remains: a Deny, a scope, a role, a Condition. */
  readonly remaining: readonly Obstacle[];
}

/** Something in the way that no further Allow removes. */
export interface Obstacle {
  readonly message: string;
  readonly by?: readonly Deciding[];
}

/**
 * What to add so that one of the ways would be allowed: every action and dependency of the way that is not allowed yet
 * and not denied. Of several ways the one that leads furthest is taken, and among those the one that needs fewest actions.
 * @param ways each a list of APIs that are all needed
 */
export function suggest(
  ways: readonly (readonly Entry[])[],
  grants: readonly Grant[],
  options: DecisionOptions,
): Suggestion {
  const before = deciderFor(grants, options);
  const tried = ways.map((way) => {
    const missing = missingActions(way.map((entry) => before.api(entry)));
    const policies = splitByLevel(missing, options);
    const after = deciderFor([...grants, ...policies.map((policy) => grantOf(policy, grants))], options);
    const decided = way.map((entry) => after.api(entry));
    const decision = allNeeded(decided.map((api) => api.decision));
    return { policies, decision, remaining: decided.flatMap(remainingReasons), size: missing.length };
  });
  const furthest = best(tried.map(({ decision }) => decision));
  const [chosen] = tried.filter(({ decision }) => decision === furthest).sort((a, b) => a.size - b.size);
  if (chosen === undefined) throw new Error('no ways to suggest for');
  const { policies, decision, remaining } = chosen;
  return { policies, decision, remaining };
}

function missingActions(apis: readonly ApiDecision[]): string[] {
  const names = new Map<string, string>();
  for (const { requirements } of apis) {
    for (const { action, decision } of requirements) {
      if (decision !== 'allowed' && decision !== 'denied') names.set(action.toLowerCase(), action);
    }
  }
  return [...names.values()];
}

/** Puts actions into one policy for each level of their services. */
export function splitByLevel(actions: readonly string[], { levelOf }: DecisionOptions): SuggestedPolicy[] {
  const groups = new Map<SuggestedPolicy['level'], string[]>();
  for (const action of actions) {
    const level = levelOf(action.split(':', 1)[0]?.toLowerCase() ?? '') === 'global' ? 'global' : 'project';
    groups.set(level, [...(groups.get(level) ?? []), lowerCaseService(action)]);
  }
  return [...groups]
    .map(([level, own]) => ({ level, actions: own.sort() }))
    .sort((a, b) => (a.level < b.level ? -1 : 1));
}

/** Service codes are written in lower case, whatever the page prints. */
function lowerCaseService(action: string): string {
  const colon = action.indexOf(':');
  return action.slice(0, colon).toLowerCase() + action.slice(colon);
}

/** A suggested policy, granted where the others are: in the first of their places. */
export function grantOf({ actions }: SuggestedPolicy, grants: readonly Grant[]): Grant {
  const place: GrantPlace = grants[0]?.place ?? { kind: 'iam' };
  const policy: Policy = {
    file: 'suggestion',
    kind: 'policy',
    faults: [],
    statements: [
      {
        path: [],
        effect: 'allow',
        actions: actions.map((text) => ({ text, path: [] })),
        resource: { kind: 'omitted' },
        condition: undefined,
      },
    ],
  };
  return { policy, place: place.kind === 'iam' ? { kind: 'iam' } : place };
}

function remainingReasons({ decision, reasons, requirements }: ApiDecision): Obstacle[] {
  if (decision === 'allowed') return [];
  const denied = requirements.filter(
    (requirement) => isRefusal(requirement.decision) && requirement.by.length > 0,
  );
  const denials = denied.map(({ action, by }) => ({
    message: `\`${action}\` is denied`,
    by,
  }));
  return [...denials, ...reasons];
}
