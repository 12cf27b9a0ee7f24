import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { clouds, grantScopes } from '../model/cloud.ts';
import type { DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Policy } from '../model/policy.ts';
import type { Decider, DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';
import { haveSameLanguages } from './same-languages.ts';

/** How two readings of a file's policies are compared. */
export interface DecisionComparison {
  /**
   * Whether every decision stays as it is: for any string by the algebra of patterns, and once more, by deciding, for every
   * API and every known action of the catalogue and the patterns of the policies, each policy alone, granted both ways.
   */
  decidesAlike(before: readonly Policy[], after: readonly Policy[]): boolean;
  /** How many APIs of the catalogue are decided otherwise, by any of the policies under any of the grants. */
  changedApis(before: readonly Policy[], after: readonly Policy[]): number;
}

/** What of a grant is asked about: ordinary ones, and those in enterprise projects. */
const places: readonly GrantPlace[] = grantScopes.map((scope) =>
  scope === 'project' ? { kind: 'iam' } : { kind: 'enterprise-project' },
);

/** More different patterns than this are left to the algebra: questions about patterns go through their combinations. */
const mostPatterns = 30;

/** Prepares to compare policies over the whole catalogue, which is loaded when the first ones are compared. */
export function compareDecisions(
  catalogue: Catalogue,
  options: Omit<DecisionOptions, 'cloud' | 'ignoreDependencies'>,
): DecisionComparison {
  let known: { readonly entries: readonly Entry[]; readonly actions: readonly string[] } | undefined;
  const world = () => {
    known ??= {
      entries: catalogue.covered().flatMap((service) => catalogue.entries(service)),
      actions: [...catalogue.covered(), ...catalogue.partlyCovered()].flatMap((service) =>
        catalogue.actions(service).map(({ action }) => action),
      ),
    };
    return known;
  };
  const deciders = new WeakMap<Policy, readonly Decider[]>();
  const decidersOf = (policy: Policy): readonly Decider[] => {
    const made =
      deciders.get(policy) ??
      places.flatMap((place) =>
        [undefined, ...clouds].map((cloud) =>
          deciderFor([{ policy, place }], {
            ...options,
            ignoreDependencies: false,
            ...(cloud === undefined ? {} : { cloud }),
          }),
        ),
      );
    deciders.set(policy, made);
    return made;
  };
  const apis = new WeakMap<Policy, readonly DecisionKind[]>();
  /** The decision for each API, under each grant. A cloud is asked for with actions only: APIs have their own. */
  const decidedApis = (policy: Policy): readonly DecisionKind[] => {
    const made =
      apis.get(policy) ??
      decidersOf(policy)
        .filter((_, i) => i % (clouds.length + 1) === 0)
        .flatMap((decider) => world().entries.map((entry) => decider.kindOf(entry)));
    apis.set(policy, made);
    return made;
  };
  const actions = new WeakMap<Policy, readonly DecisionKind[]>();
  const decided = (policy: Policy, texts: readonly string[]): readonly DecisionKind[] =>
    decidersOf(policy).flatMap((decider) =>
      texts.map((text) => decider.action(text, () => noEntries).decision),
    );
  const decidedActions = (policy: Policy): readonly DecisionKind[] => {
    const made = actions.get(policy) ?? decided(policy, world().actions);
    actions.set(policy, made);
    return made;
  };
  return {
    decidesAlike: (before, after) =>
      before.length === after.length &&
      before.every((policy, i) => {
        const other = after[i];
        if (other === undefined || !haveSameLanguages(policy, other, options.language)) return false;
        const patterns = patternsOf(policy, other);
        return (
          same(decidedApis(policy), decidedApis(other)) &&
          same(decidedActions(policy), decidedActions(other)) &&
          same(decided(policy, patterns), decided(other, patterns))
        );
      }),
    changedApis(before, after) {
      const count = world().entries.length;
      const changed = new Set<number>();
      for (let i = 0; i < Math.max(before.length, after.length); i++) {
        const [policy, other] = [before[i], after[i]];
        if (policy === undefined || other === undefined) return count;
        const then = decidedApis(other);
        for (const [at, kind] of decidedApis(policy).entries())
          if (kind !== then[at]) changed.add(at % count);
      }
      return changed.size;
    },
  };
}

/** The APIs that need an action tell the marks of enterprise projects, which a change of a policy does not touch. */
const noEntries: readonly Entry[] = [];

function same(one: readonly DecisionKind[], other: readonly DecisionKind[]): boolean {
  return one.length === other.length && one.every((kind, i) => kind === other[i]);
}

/** The patterns that the policies write, and all actions of each service that they name, and of all services. */
function patternsOf(...policies: readonly Policy[]): readonly string[] {
  const patterns = new Set<string>(['*:*:*']);
  for (const { statements } of policies) {
    for (const { text } of statements.flatMap(({ actions }) => actions)) {
      const reading = readAction(text);
      if (!reading.ok) continue;
      patterns.add(reading.pattern.segments.join(':'));
      patterns.add(`${reading.pattern.segments[0]}:*:*`);
    }
  }
  return patterns.size > mostPatterns ? [] : [...patterns];
}
