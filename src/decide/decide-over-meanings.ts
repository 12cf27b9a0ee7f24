import { type Cloud, clouds } from '../model/cloud.ts';
import type { DecisionKind, Reason } from '../model/decision.ts';
import type { Grant } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Policy, PolicyMeaning } from '../model/policy.ts';
import { fewOfReasons } from './api-reasons.ts';
import { combineAlternatives, wayOrder } from './combine.ts';
import type { Decider } from './decide-api.ts';
import { mergedActions, mergedApis } from './merge-alternatives.ts';

/**
 * The decider for grants of which some name a policy that is another one from one cloud or region to the next: as nobody
 * said which is meant, what the grants are in each of them are alternatives.
 * @param decide makes the decider for grants that mean one policy each
 */
export function overMeanings(
  grants: readonly Grant[],
  decide: (grants: readonly Grant[]) => Decider,
): Decider {
  const worlds = worldsOf(grants).map((world) => ({ ...world, decider: decide(world.granted) }));
  if (worlds.length === 0) return decide(grants);
  const names = grants.flatMap(({ policy }) => (policy.meanings === undefined ? [] : [nameOf(policy)]));
  /** An API belongs to a cloud, and there only what the names mean in that cloud counts. */
  const of = (cloud: Cloud) => {
    const here = worlds.filter((world) => world.cloud === cloud);
    return here.length > 0 ? here : worlds;
  };
  return {
    action: (text, entries) =>
      across(
        worlds.map((world) => ({ ...world, decided: world.decider.action(text, entries) })),
        names,
        mergedActions,
      ),
    api: (entry) =>
      across(
        of(entry.cloud).map((world) => ({ ...world, decided: world.decider.api(entry) })),
        names,
        mergedApis,
      ),
    kindOf: (entry) => combineAlternatives(of(entry.cloud).map(({ decider }) => decider.kindOf(entry))),
  };
}

/** The grants, with all that a name may mean granted in its place: for showing what statements there are. */
export function everyMeaning(grants: readonly Grant[]): readonly Grant[] {
  return grants.flatMap((grant) =>
    grant.policy.meanings === undefined
      ? [grant]
      : grant.policy.meanings.flatMap(({ file }) => file.policies.map((policy) => meaning(grant, policy))),
  );
}

/** A grant of what its policy's name means. */
function meaning(grant: Grant, policy: Policy): Grant {
  return { ...grant, policy, ...(grant.policy.maybe ? { maybe: true } : {}) };
}

/** Regions in which every name means one policy. */
interface World {
  readonly cloud: Cloud;
  /** No name tells regions of the cloud apart: none. */
  readonly regions: readonly string[];
  readonly granted: readonly Grant[];
}

/** None where every grant means one policy only. */
function worldsOf(grants: readonly Grant[]): readonly World[] {
  const meanings = grants.flatMap(({ policy }) => policy.meanings ?? []);
  if (meanings.length === 0) return [];
  const worlds = new Map<string, World>();
  for (const cloud of clouds) {
    const here = meanings.filter((meaning) => meaning.cloud === cloud);
    if (here.length === 0) continue;
    const regions = [...new Set(here.flatMap((meaning) => meaning.regions ?? []))].sort();
    for (const region of regions.length === 0 ? [undefined] : regions) {
      const granted = grants.map((grant) => meaning(grant, meantIn(grant.policy, cloud, region)));
      const key = JSON.stringify([cloud, ...granted.map(({ policy }) => policy.file)]);
      const alike = worlds.get(key)?.regions ?? [];
      worlds.set(key, { cloud, regions: region === undefined ? alike : [...alike, region], granted });
    }
  }
  return [...worlds.values()];
}

/** What a policy is in a region; where its name is not known there, whatever it means anywhere. */
function meantIn(policy: Policy, cloud: Cloud, region: string | undefined): Policy {
  const isThere = (meaning: PolicyMeaning) =>
    meaning.cloud === cloud &&
    (region === undefined || meaning.regions === undefined || meaning.regions.includes(region));
  return policy.meanings?.find(isThere)?.file.policies[0] ?? policy;
}

interface Decided {
  readonly decision: DecisionKind;
  readonly reasons: readonly Reason[];
}

/** @param merged makes one of several decisions in all but its reasons */
function across<T extends Decided>(
  parts: readonly (World & { readonly decided: T })[],
  names: readonly string[],
  merged: (decided: readonly T[]) => T,
): T {
  const decided = parts.map((part) => part.decided);
  const kinds = wayOrder.filter((kind) => decided.some(({ decision }) => decision === kind));
  const own = decided.flatMap(({ reasons }) => reasons);
  if (kinds.length < 2) return { ...merged(decided), reasons: fewOfReasons(own) };
  const where = kinds.map((kind) => {
    const places = parts.flatMap((part) => (part.decided.decision === kind ? placesOf(part) : []));
    return `${kind} in ${places.join(', ')}`;
  });
  const means = names.length === 1 ? 'means' : 'mean';
  const reason: Reason = {
    kind: 'layer',
    message: `${[...new Set(names)].map(inBackticks).join(', ')} ${means} other policies from one cloud or region to the next: ${where.join('; ')}`,
  };
  return { ...merged(decided), reasons: fewOfReasons([reason, ...own]) };
}

function placesOf({ cloud, regions }: World): readonly string[] {
  return regions.length === 0 ? [cloud] : regions.map((region) => `${cloud} ${region}`);
}

function nameOf({ displayName, file }: Policy): string {
  return displayName ?? file;
}
