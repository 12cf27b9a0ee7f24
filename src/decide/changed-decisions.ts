import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { grantScopes } from '../model/cloud.ts';
import type { DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Policy } from '../model/policy.ts';
import {
  answersByService,
  byService,
  type QuestionsByService,
  servicesNamed,
  servicesOfEntry,
  servicesOfTarget,
} from './by-service.ts';
import { anywhere, kindsOver } from './decide-action.ts';
import type { DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';
import { compileGrants, createTargets, type Target, targetOf } from './grants.ts';
import { haveSameLanguages } from './same-languages.ts';

/** How two readings of a file's policies are compared. */
export interface DecisionComparison {
  /** Whether every decision on any string stays as it is, by the algebra of patterns: each policy has its counterpart. */
  sameLanguages(before: readonly Policy[], after: readonly Policy[]): boolean;
  /**
   * The same once more by deciding: every API and every known action of the catalogue, and the patterns of the policies,
   * each policy alone, granted both ways.
   */
  sameDecisions(before: readonly Policy[], after: readonly Policy[]): boolean;
  /** How many APIs of the catalogue are decided otherwise, by any of the policies under any of the grants. */
  changedApis(before: readonly Policy[], after: readonly Policy[]): number;
}

/** How a policy may be granted: ordinarily, and in an enterprise project. */
const places: readonly GrantPlace[] = grantScopes.map((scope) =>
  scope === 'project' ? { kind: 'iam' } : { kind: 'enterprise-project' },
);

/** More different patterns than this are left to the algebra alone: deciding one goes through all their combinations. */
const mostPatterns = 10;

/** Prepares to compare policies over the whole catalogue, which is loaded when the first ones are compared. */
export function compareDecisions(
  catalogue: Catalogue,
  knowledge: Omit<DecisionOptions, 'cloud' | 'ignoreDependencies'>,
): DecisionComparison {
  let known: World | undefined;
  const world = () => {
    known ??= worldOf(catalogue);
    return known;
  };
  const options: DecisionOptions = { ...knowledge, ignoreDependencies: false, targets: createTargets() };
  const compiled = (policy: Policy, place: GrantPlace) =>
    compileGrants([{ policy, place }], knowledge.language);
  /** For each API under each grant. Kept only while the policy is, as one word. */
  const decidedApis = memoized((policy: Policy): string =>
    places
      .flatMap((place) => {
        const decider = deciderFor([{ policy, place }], options);
        return answersByService(
          world().apis,
          servicesNamed(compiled(policy, place)),
          () => silentApis(place),
          (entry) => letters[decider.kindOf(entry)],
        );
      })
      .join(''),
  );
  const silentApis = memoized((place: GrantPlace) => {
    const decider = deciderFor([{ policy: silentPolicy, place }], options);
    return world().apis.all.map((entry) => letters[decider.kindOf(entry)]);
  });
  const decided = (policy: Policy, targets: QuestionsByService<Target>): string =>
    places
      .flatMap((place) => {
        const grants = compiled(policy, place);
        const named = servicesNamed(grants);
        const kindAt = kindsOver(grants, knowledge);
        // The mark means nothing to an ordinary grant.
        return (place.kind === 'iam' ? [true] : [true, null]).map((enterpriseProject) => {
          const at = { ...anywhere, enterpriseProject };
          const silent = kindsOver(compiled(silentPolicy, place), knowledge);
          return answersByService(
            targets,
            named,
            () => targets.all.map((target) => letters[silent(target, at)]),
            (target) => letters[kindAt(target, at)],
          ).join('');
        });
      })
      .join('');
  const decidedActions = memoized((policy: Policy) => decided(policy, world().actions));
  return {
    sameLanguages: (before, after) =>
      before.length === after.length &&
      before.every((policy, i) => {
        const other = after[i];
        return other !== undefined && haveSameLanguages(policy, other, knowledge.language);
      }),
    sameDecisions: (before, after) =>
      before.length === after.length &&
      before.every((policy, i) => {
        const other = after[i];
        if (other === undefined) return false;
        const patterns = byService(targetsOf(patternsOf(policy, other)), servicesOfTarget);
        return (
          decidedApis(policy) === decidedApis(other) &&
          decidedActions(policy) === decidedActions(other) &&
          decided(policy, patterns) === decided(other, patterns)
        );
      }),
    changedApis(before, after) {
      const count = world().apis.all.length;
      const changed = new Set<number>();
      for (let i = 0; i < Math.max(before.length, after.length); i++) {
        const [policy, other] = [before[i], after[i]];
        if (policy === undefined || other === undefined) return count;
        const [then, now] = [decidedApis(policy), decidedApis(other)];
        for (let at = 0; at < then.length; at++) if (then[at] !== now[at]) changed.add(at % count);
      }
      return changed.size;
    },
  };
}

interface World {
  readonly apis: QuestionsByService<Entry>;
  readonly actions: QuestionsByService<Target>;
}

function worldOf(catalogue: Catalogue): World {
  const covered = catalogue.covered();
  const actions = [...covered, ...catalogue.partlyCovered()].flatMap((service) =>
    catalogue.actions(service).map(({ action }) => action),
  );
  return {
    apis: byService(
      covered.flatMap((service) => catalogue.entries(service)),
      servicesOfEntry,
    ),
    actions: byService(targetsOf(actions), servicesOfTarget),
  };
}

/** A policy without any statement. */
const silentPolicy: Policy = { file: '', kind: 'policy', statements: [], faults: [] };

function memoized<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const before = known.get(key) ?? { value: make(key) };
    known.set(key, before);
    return before.value;
  };
}

/** A decision as one letter. */
const letters: Readonly<Record<DecisionKind, string>> = {
  allowed: 'a',
  conditional: 'c',
  'not-allowed': 'n',
  denied: 'd',
  ungoverned: 'u',
};

function targetsOf(texts: readonly string[]): readonly Target[] {
  return texts.flatMap((text) => targetOf(text) ?? []);
}

/** The patterns that the policies write, and all actions of each service that they name. */
function patternsOf(...policies: readonly Policy[]): readonly string[] {
  const patterns = new Set<string>();
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
