import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { grantScopes } from '../model/cloud.ts';
import type { DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Policy, Statement } from '../model/policy.ts';
import {
  answersByService,
  byService,
  type QuestionsByService,
  questionsAbout,
  servicesNamed,
  servicesOfEntry,
  servicesOfTarget,
} from './by-service.ts';
import { anywhere, kindsOver } from './decide-action.ts';
import type { DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';
import { compileGrants, createTargets, type Target, targetOf } from './grants.ts';
import { haveSameFrames, haveSameLanguages } from './same-languages.ts';

/** How two readings of a file's policies are compared. */
export interface DecisionComparison {
  /** Whether every decision on any string stays as it is, by the algebra of patterns: each policy has its counterpart. */
  sameLanguages(before: readonly Policy[], after: readonly Policy[]): boolean;
  /**
   * The same once more by deciding: every API and every known action of the catalogue, and the patterns of the policies,
   * each policy alone, granted both ways. Not asked again is what only services decide of which both say the same.
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
  /** `undefined`: any service. */
  const servicesOfChange = (change: readonly Policy[], place: GrantPlace) => {
    const named = change.map((part) => servicesNamed(compiled(part, place)));
    const all = new Set<string>();
    for (const services of named) {
      if (services === undefined) return undefined;
      for (const service of services) all.add(service);
    }
    return all;
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
  const decideAlike = (policy: Policy, other: Policy, place: GrantPlace, asked: Questions): boolean => {
    const [ofPolicy, ofOther] = [policy, other].map((one) => ({
      api: deciderFor([{ policy: one, place }], options).kindOf,
      action: kindsOver(compiled(one, place), knowledge),
    }));
    if (ofPolicy === undefined || ofOther === undefined) return true;
    // The mark means nothing to an ordinary grant.
    const marks = place.kind === 'iam' ? [true] : [true, null];
    return (
      asked.apis.every((entry) => ofPolicy.api(entry) === ofOther.api(entry)) &&
      asked.targets.every((target) =>
        marks.every((enterpriseProject) => {
          const at = { ...anywhere, enterpriseProject };
          return ofPolicy.action(target, at) === ofOther.action(target, at);
        }),
      )
    );
  };
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
        const change = changeBetween(policy, other);
        if (change === 'none') return true;
        const patterns = byService(targetsOf(patternsOf(policy, other)), servicesOfTarget);
        return places.every((place) => {
          const services = change === 'any' ? undefined : servicesOfChange(change, place);
          return decideAlike(policy, other, place, {
            apis: questionsAbout(world().apis, services),
            targets: [...questionsAbout(world().actions, services), ...questionsAbout(patterns, services)],
          });
        });
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

/** What two policies are asked about. */
interface Questions {
  readonly apis: readonly Entry[];
  readonly targets: readonly Target[];
}

/**
 * Where two policies could decide otherwise: nowhere, where they say the same word for word, order and repetitions left
 * aside; anywhere, where more than their statements differs; else where the parts could that only one of them has.
 */
function changeBetween(policy: Policy, other: Policy): 'none' | 'any' | readonly Policy[] {
  if (!haveSameFrames(policy, other)) return 'any';
  const [ofPolicy, ofOther] = [saidBy(policy), saidBy(other)];
  const parts = [partOf(policy, ofPolicy, ofOther), partOf(other, ofOther, ofPolicy)];
  const said = parts.filter(({ statements }) => statements.length > 0);
  return said.length === 0 ? 'none' : said;
}

/** What a policy says that another one does not; a fault that both have is none of it. */
function partOf(
  policy: Policy,
  said: ReadonlyMap<string, Statement>,
  other: ReadonlyMap<string, unknown>,
): Policy {
  const only = [...said].flatMap(([text, statement]) => (other.has(text) ? [] : [statement]));
  return { ...policy, faults: [], statements: only };
}

/** Each action with all that limits it, as a statement of its own. */
function saidBy({ statements }: Policy): ReadonlyMap<string, Statement> {
  const said = new Map<string, Statement>();
  for (const statement of statements) {
    const { effect, resource, condition } = statement;
    const limits = JSON.stringify([resource, condition], withoutPlaces);
    for (const action of statement.actions)
      said.set(`${effect} ${action.text.toLowerCase()} ${limits}`, { ...statement, actions: [action] });
  }
  return said;
}

function withoutPlaces(name: string, value: unknown): unknown {
  return name === 'path' || name === 'positions' ? undefined : value;
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
