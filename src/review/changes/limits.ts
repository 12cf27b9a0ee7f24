import { testImplies } from '../../decide/condition-implies.ts';
import { type Grant, type GrantPlace, isHole, namedPlace } from '../../model/grant.ts';
import type { Language } from '../../model/language.ts';
import type { ConditionTest, Effect, PolicyLayer } from '../../model/policy.ts';

/** Names of actions are compared within one vocabulary only: that of Version 1.1, or that of Version 5.0. */
export type Vocabulary = '1.1' | '5.0';

/** All that a statement limits what its actions match to, and what of it is not sure. */
export interface Limits {
  readonly vocabulary: Vocabulary;
  readonly effect: Effect;
  readonly place: GrantPlace;
  readonly layer: PolicyLayer | undefined;
  readonly resource: ResourceLimit;
  readonly condition: ConditionLimit | undefined;
  /** What leaves open whether it counts at all; equal texts mean the same doubt. */
  readonly doubt: string | undefined;
  /** No statement says it: a policy may do so by what it is. */
  readonly bySilence?: true;
}

/** A Resource; `some` lists each resource with what it is compared by. */
export type ResourceLimit =
  | { readonly kind: 'all' }
  | { readonly kind: 'some'; readonly items: readonly ResourceItem[] }
  /** Agencies, and all but some: compared as a whole. */
  | { readonly kind: 'other'; readonly key: string };

export interface ResourceItem {
  readonly key: string;
  /** As messages show it. */
  readonly shown: string;
  /** As it is written; absent where not all of it is fixed. */
  readonly text?: string;
  /** Present where it is all that there is of a type, or of every type, of a service. */
  readonly allOf?: ResourceTypeAsked;
}

export interface ConditionLimit {
  readonly key: string;
  /** Absent where only an equal Condition is known to mean the same. */
  readonly tests?: readonly { readonly key: string; readonly test: ConditionTest }[];
}

/** What a request is about, of all that a Resource includes: one of its items, or all of them at once. */
export type ResourcePart = ResourceItem | 'whole';

/** The parts of a Resource, each of which may be covered by another statement. */
export function partsOf(resource: ResourceLimit): readonly ResourcePart[] {
  return resource.kind === 'some' ? resource.items : ['whole'];
}

/** The service and resource type of an action or pattern, where it has one of each. */
export interface ResourceTypeAsked {
  readonly service: string;
  readonly type: string;
}

/**
 * The same once more, without what depends on the action: whether all but the Resource of the wide limits holds whenever it
 * holds of the narrow ones.
 */
export function coversBesideResource(wide: Limits, narrow: Limits, language: Language): boolean {
  return (
    wide.vocabulary === narrow.vocabulary &&
    placeCovers(wide.place, narrow.place) &&
    (wide.layer === undefined || wide.layer === narrow.layer) &&
    (wide.doubt === undefined || wide.doubt === narrow.doubt) &&
    conditionCovers(wide.condition, narrow.condition, language)
  );
}

/** What is granted nowhere in particular counts in every project, every enterprise project, and globally. */
export function placeCovers(wide: GrantPlace, narrow: GrantPlace): boolean {
  if (wide.kind === 'enterprise-project') {
    if (narrow.kind !== 'enterprise-project') return false;
    return wide.name === undefined || (wide.name === narrow.name && wide.hole === narrow.hole);
  }
  if (wide.where === undefined) return true;
  if (narrow.kind !== 'iam' || narrow.where === undefined) return false;
  if (wide.where === 'projects') return narrow.where !== 'global';
  if (wide.where === 'global') {
    if (narrow.where !== 'global') return false;
    return wide.globalOf === undefined || sameGlobal(wide.globalOf, narrow.globalOf);
  }
  if (typeof narrow.where !== 'object') return false;
  return wide.where.project === narrow.where.project && wide.where.hole === narrow.where.hole;
}

/** What tells a place that a grant names from others; `undefined`: it names none. */
export function placeKey(place: GrantPlace): string | undefined {
  const named = namedPlace(place);
  return named === undefined ? undefined : JSON.stringify([named, isHole(place)]);
}

/** What of everything that is granted counts in one place: what is granted there, and what is granted nowhere in particular. */
export function grantsAt(grants: readonly Grant[], place: string | undefined): readonly Grant[] {
  return grants.filter((grant) => {
    const own = placeKey(grant.place);
    return own === undefined || own === place;
  });
}

function sameGlobal(
  one: { readonly service: string; readonly project: string },
  other: { readonly service: string; readonly project: string } | undefined,
): boolean {
  return one.service === other?.service && one.project === other.project;
}

/** Whether whatever fulfils the narrow Condition fulfils the wide one. */
export function conditionCovers(
  wide: ConditionLimit | undefined,
  narrow: ConditionLimit | undefined,
  language: Language,
): boolean {
  if (wide === undefined || wide.key === narrow?.key) return true;
  const [wider, tests] = [wide.tests, narrow?.tests];
  if (wider === undefined || tests === undefined || wider.length === 0) return false;
  return wider.every(({ key, test }) =>
    tests.some((own) => own.key === key || testImplies(own.test, test, language)),
  );
}

/** How resources are compared. */
export interface ResourceQuestion {
  /** The type that the action is about, where it is about one. */
  readonly asked?: ResourceTypeAsked | undefined;
  readonly contains: (wide: string, narrow: string) => boolean;
}

/** Whether a Resource includes all of a part of another one, for actions of the type where one is given. */
export function resourceCovers(
  wide: ResourceLimit,
  narrow: ResourcePart,
  whole: ResourceLimit,
  { asked, contains }: ResourceQuestion,
): boolean {
  switch (wide.kind) {
    case 'all':
      return true;
    case 'other':
      return whole.kind === 'other' && wide.key === whole.key;
    case 'some':
      return wide.items.some(({ key, text, allOf }) => {
        if (allOf !== undefined && asked !== undefined && isOfType(asked, allOf)) return true;
        if (narrow === 'whole') return false;
        if (key === narrow.key) return true;
        return text !== undefined && narrow.text !== undefined && contains(text, narrow.text);
      });
  }
}

function isOfType(asked: ResourceTypeAsked, { service, type }: ResourceTypeAsked): boolean {
  return (service === '*' || service === asked.service) && (type === '*' || type === asked.type);
}
