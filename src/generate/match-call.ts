import { nearestApis } from '../catalogue/nearest-apis.ts';
import { fitOf, isPlaceholder, matchTemplates, segmentsOf } from '../catalogue/path-template.ts';
import { readHost } from '../catalogue/read-host.ts';
import type { UnknownCall } from '../model/call-needs.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { HttpMethod } from '../model/claim.ts';
import { type Cloud, type CloudChoice, cloudsOf } from '../model/cloud.ts';
import type { Entry } from '../model/entry.ts';
import type { HostTable } from '../model/host.ts';

/** A call that was made, or that a plan makes. */
export interface MadeCall {
  readonly method: HttpMethod;
  readonly path: string;
  readonly host?: string;
  /** What is called, where a table of products says it and no host. */
  readonly product?: string;
  /** The sub-resource that the query names. */
  readonly query?: string;
}

/** What a call is to the catalogue. */
export type CallMatch =
  | { readonly kind: 'api'; readonly entries: readonly Entry[] }
  /** It gets the credentials for all other calls. */
  | { readonly kind: 'sign-in' }
  /** It asks whether a call may be made from a page, or for the versions of an API. */
  | { readonly kind: 'no-permission' }
  | { readonly kind: 'unknown'; readonly because: UnknownCall; readonly service?: string };

export interface MatchContext {
  readonly catalogue: Catalogue;
  readonly hosts: HostTable;
  readonly cloud: CloudChoice;
}

/**
 * The APIs that a call is one of, matched as questions are: the host narrows cloud and service. Of a host that is not known
 * only its first label is taken, where it is that of a service (private clouds, endpoints of one's own).
 */
export function matchCall(call: MadeCall, context: MatchContext): CallMatch {
  if (call.method === 'OPTIONS') return { kind: 'no-permission' };
  const place = placeOf(call, context);
  if (place === 'sign-in' || isSignIn(call, place)) return { kind: 'sign-in' };
  if (place === 'foreign') return { kind: 'unknown', because: 'host' };
  if (place.cloud !== undefined && !cloudsOf(context.cloud).includes(place.cloud))
    return { kind: 'unknown', because: 'cloud' };
  const { catalogue } = context;
  const covered = place.services?.filter((service) => catalogue.covers(service));
  const candidates = entriesOf(covered ?? catalogue.servicesWithPath(call.path), place, context);
  const matched = matchTemplates(candidates, call).filter(
    // Without a service whatever has as many segments would fit.
    (entry) => covered !== undefined || hasLiteral(entry, call),
  );
  const { entries, isOther } = bySubResource(matched, call, catalogue);
  if (entries.length > 0) return { kind: 'api', entries };
  const elsewhere = call.product === undefined ? [] : inOneOtherService(call, place, context);
  if (elsewhere.length > 0) return { kind: 'api', entries: elsewhere };
  const [service] = place.services ?? [];
  if (isVersions(call) && service !== 'obs') return { kind: 'no-permission' };
  const isOfQuery = call.product === undefined && (isOther || service === 'obs');
  const because = isOfQuery ? 'query' : covered?.length === 0 ? 'service' : 'path';
  return { kind: 'unknown', because, ...(service === undefined ? {} : { service }) };
}

/** The APIs near a call that is not known. They take long to find. */
export function apisNear(call: MadeCall, context: MatchContext): readonly string[] {
  const place = placeOf(call, context);
  if (typeof place === 'string') return [];
  const covered = place.services?.filter((service) => context.catalogue.covers(service));
  const candidates = entriesOf(covered ?? context.catalogue.covered(), place, context).filter(
    // What has as many segments is not near, if all of them are placeholders.
    (entry) => covered !== undefined || segmentsOf(entry.path).some((segment) => !isPlaceholder(segment)),
  );
  const here = nearestApis(candidates, call);
  if (here.length > 0 || covered === undefined) return here;
  return nearestApis(inOneOtherService(call, place, context), call);
}

interface Place {
  readonly cloud?: Cloud;
  /** Codes; none: any service. */
  readonly services?: readonly string[];
}

function placeOf(
  { host, product }: MadeCall,
  { catalogue, hosts }: MatchContext,
): Place | 'foreign' | 'sign-in' {
  if (product !== undefined) {
    const services = hosts.hosts
      .filter((known) => known.product.toLowerCase() === product.toLowerCase())
      .map(({ service }) => service);
    const codes = services.length === 0 ? [product.toLowerCase()] : services;
    return { cloud: 'hwc', services: [...new Set(codes.map((code) => catalogue.serviceCode(code)))] };
  }
  if (host === undefined) return {};
  // Where machines of the clouds ask for the credentials of their agency.
  if (host === '169.254.169.254') return 'sign-in';
  const reading = readHost(host, hosts);
  switch (reading.kind) {
    case 'open':
      return reading.cloud === undefined ? {} : { cloud: reading.cloud };
    case 'foreign': {
      const [label = ''] = host.split('.');
      const known = hosts.hosts.find((one) => one.label === label);
      return known === undefined || !host.includes('.')
        ? 'foreign'
        : { services: [catalogue.serviceCode(known.service)] };
    }
    case 'service':
      return reading.listed || catalogue.realNames().isService(reading.service)
        ? { cloud: reading.cloud, services: [catalogue.serviceCode(reading.service)] }
        : 'foreign';
  }
}

function entriesOf(
  services: readonly string[],
  { cloud }: Place,
  { catalogue, cloud: asked }: MatchContext,
): readonly Entry[] {
  const clouds = cloud === undefined ? cloudsOf(asked) : [cloud];
  return services
    .flatMap((service) => catalogue.entries(service))
    .filter((entry) => clouds.includes(entry.cloud));
}

/** Who has the credentials may get a token; only that of an agency needs an action, and nothing tells which one it was. */
function isSignIn({ path }: MadeCall, place: Place | string): boolean {
  const isIam = typeof place !== 'string' && (place.services === undefined || place.services.includes('iam'));
  return isIam && /^\/v3\/auth\/tokens$/i.test(path);
}

function isVersions({ method, path }: MadeCall): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/(?:v\d+(?:\.\d+)?)?$/i.test(path);
}

function hasLiteral(entry: Pick<Entry, 'path'>, { path }: MadeCall): boolean {
  return fitOf(entry.path, path)?.includes(1) === true;
}

/**
 * Of the APIs whose path is placeholders alone those that the query of the call names: OBS tells its APIs apart by it, and the
 * catalogue has only some of them.
 */
function bySubResource(
  matched: readonly Entry[],
  { query }: MadeCall,
  catalogue: Catalogue,
): { readonly entries: readonly Entry[]; readonly isOther: boolean } {
  const entries = matched.filter((entry) => {
    if (!segmentsOf(entry.path).every((segment) => segment === '' || isPlaceholder(segment))) return true;
    const queries = queriesOf(entry, catalogue);
    return queries.length === 0 ? query === undefined : query !== undefined && queries.includes(query);
  });
  return { entries, isOther: entries.length < matched.length };
}

function queriesOf(entry: Entry, catalogue: Catalogue): readonly string[] {
  return catalogue
    .evidence(entry.service)
    .filter(
      ({ cloud, method, path, operation }) =>
        cloud === entry.cloud &&
        method === entry.method &&
        path === entry.path &&
        operation === entry.operation,
    )
    .flatMap(({ claims }) => claims.flatMap(({ query }) => query ?? []));
}

/** What a product calls may be documented with another service (addresses with networks), if it is with one alone. */
function inOneOtherService(call: MadeCall, place: Place, context: MatchContext): readonly Entry[] {
  const { catalogue } = context;
  const others = catalogue
    .servicesWithPath(call.path)
    .filter((service) => place.services?.includes(service) !== true);
  const found = matchTemplates(entriesOf(others, place, context), call).filter((entry) =>
    hasLiteral(entry, call),
  );
  return new Set(found.map(({ service }) => service)).size === 1 ? found : [];
}
