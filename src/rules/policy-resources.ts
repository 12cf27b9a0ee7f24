import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { ResourceFacts, ServiceResources } from '../model/language.ts';
import { placeholdersIn } from '../model/placeholder.ts';
import type { PlacedText, Policy, StatementReading } from '../model/policy.ts';
import { readingsOfPolicy } from './statements.ts';

/** What is wrong with a resource that is not of the form `service:region:account:type:path`. */
export type ResourceFault = 'empty' | 'white-space' | 'segments' | 'empty-segment' | 'region';

export type ResourceReading =
  /** `*`: every resource. */
  | { readonly kind: 'all' }
  | { readonly kind: 'segments'; readonly segments: ResourceSegments }
  | { readonly kind: 'malformed'; readonly fault: ResourceFault }
  /** A template that is still to be filled in, or another vendor's: another rule's business. */
  | { readonly kind: 'other' };

/** As written. The path may contain `:` itself. */
export interface ResourceSegments {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly type: string;
  readonly path: string;
}

/** One resource of a statement, read. */
export interface ListedResource extends PlacedText {
  readonly reading: ResourceReading;
}

/** A statement whose Resource is a list of strings. */
export interface ResourceList {
  readonly statement: StatementReading;
  readonly resources: readonly ListedResource[];
}

/** The resources of a policy of Version 1.1, statement by statement. */
export function resourceLists(policy: Policy): readonly ResourceList[] {
  return readingsOfPolicy(policy).flatMap((statement): readonly ResourceList[] => {
    const { resource } = statement;
    if (resource.kind !== 'list') return [];
    const resources = resource.resources.map((item) => ({ ...item, reading: readListedResource(item.text) }));
    return [{ statement, resources }];
  });
}

/** Reads one string of a Resource list. */
export function readListedResource(text: string): ResourceReading {
  if (text === '*') return { kind: 'all' };
  if (isTemplate(text) || text.startsWith('arn:')) return { kind: 'other' };
  const malformed = (fault: ResourceFault): ResourceReading => ({ kind: 'malformed', fault });
  if (text === '') return malformed('empty');
  if (/\s/u.test(text)) return malformed('white-space');
  const [service, region, account, type, ...rest] = text.split(':');
  if (
    service === undefined ||
    region === undefined ||
    account === undefined ||
    type === undefined ||
    rest.length === 0
  ) {
    return malformed('segments');
  }
  const path = rest.join(':');
  if ([service, region, account, type, path].includes('')) return malformed('empty-segment');
  if (!/^[A-Za-z0-9*-]+$/.test(region)) return malformed('region');
  return { kind: 'segments', segments: { service, region, account, type, path } };
}

/** Marked places that are filled in before the policy is used: what the text comes to cannot be told. */
export function isTemplate(text: string): boolean {
  return placeholdersIn(text, { resource: true }).some((found) => /[^A-Za-z0-9_-]|__/.test(found.text));
}

/** The services that a statement's actions name; `any` where one names every service, or nobody can tell. */
export function namedServices(
  catalogue: Catalogue,
  actions: readonly PlacedText[],
): ReadonlySet<string> | 'any' {
  const named = new Set<string>();
  for (const { text } of actions) {
    const reading = readAction(text);
    if (!reading.ok || reading.pattern.segments[0] === '*') return 'any';
    named.add(catalogue.serviceCode(reading.pattern.segments[0]));
  }
  return named;
}

/** What is documented of the resources of a service. */
export function serviceResources(facts: ResourceFacts, service: string): ServiceResources | undefined {
  return facts.services.find((candidate) => candidate.service === service);
}

/** The documented type that is written in another case, or as it is. */
export function documentedType({ types }: ServiceResources, written: string): string | undefined {
  return types.find((type) => type.toLowerCase() === written.toLowerCase());
}
