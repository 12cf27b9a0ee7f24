import { type ActionPattern, readAction } from '../model/action.ts';
import type { Catalogue, Coverage, KnownAction, Service } from '../model/catalogue.ts';
import type { CloudChoice } from '../model/cloud.ts';
import { matchesAction } from '../patterns/action-pattern.ts';
import { globOf, globsIntersect } from '../patterns/glob.ts';

/** A concrete documented action, read. */
export interface Documented {
  readonly known: KnownAction;
  readonly pattern: ActionPattern;
}

const serviceIndexes = new WeakMap<Catalogue, ReadonlyMap<string, Service>>();

/** The service that a lower-case code or alias belongs to. */
export function findService(catalogue: Catalogue, code: string): Service | undefined {
  let index = serviceIndexes.get(catalogue);
  if (index === undefined) {
    const codes = new Map<string, Service>();
    for (const service of catalogue.services()) {
      for (const name of [service.code, ...service.aliases]) codes.set(name.toLowerCase(), service);
    }
    serviceIndexes.set(catalogue, codes);
    index = codes;
  }
  return index.get(code);
}

/** The code under which the catalogue has a service, lower case, whichever of its codes is written. */
export function serviceCode(catalogue: Catalogue, written: string): string {
  const code = written.toLowerCase();
  return findService(catalogue, code)?.code.toLowerCase() ?? code;
}

/** Every code and alias, in the order of the catalogue. */
export function serviceCodes(catalogue: Catalogue): readonly string[] {
  return catalogue.services().flatMap(({ code, aliases }) => [code, ...aliases]);
}

/** A service that an action names, and how much of it the catalogue knows in the cloud asked about. */
export interface NamedService {
  readonly code: string;
  readonly coverage: Coverage;
}

/** The service that an action names; `undefined` for `*`. */
export function namedService(
  catalogue: Catalogue,
  pattern: ActionPattern,
  cloud: CloudChoice,
): NamedService | undefined {
  const [prefix] = pattern.segments;
  if (prefix === '*') return undefined;
  const code = serviceCode(catalogue, prefix);
  return { code, coverage: catalogue.coverage(code, cloud) };
}

const documented = new WeakMap<Catalogue, Map<string, readonly Documented[]>>();

/** The documented actions of a service, patterns among them included. */
export function documentedActions(catalogue: Catalogue, service: string): readonly Documented[] {
  const services = documented.get(catalogue) ?? new Map<string, readonly Documented[]>();
  documented.set(catalogue, services);
  let actions = services.get(service);
  if (actions === undefined) {
    actions = catalogue.actions(service).flatMap((known) => {
      const reading = readAction(known.action);
      return reading.ok ? [{ known, pattern: reading.pattern }] : [];
    });
    services.set(service, actions);
  }
  return actions;
}

/** Whether a pattern covers a documented action of its service, whichever of the service's codes it has. */
export function coversDocumented(pattern: ActionPattern, { pattern: documented }: Documented): boolean {
  const [, resourceType, operation] = pattern.segments;
  return matchesAction(
    { ...pattern, segments: [documented.segments[0], resourceType, operation] },
    documented,
  );
}

/** Known actions by resource type and operation: a text of both would be put together for every question. */
type ActionIndex = ReadonlyMap<string, ReadonlyMap<string, KnownAction>>;

const indexes = new WeakMap<Catalogue, Map<string, ActionIndex>>();

/** What is known of a concrete action, by whichever of its service's codes it goes. */
export function findAction(catalogue: Catalogue, pattern: ActionPattern): KnownAction | undefined {
  const [prefix, resourceType, operation] = pattern.segments;
  const service = serviceCode(catalogue, prefix);
  let services = indexes.get(catalogue);
  if (services === undefined) {
    services = new Map();
    indexes.set(catalogue, services);
  }
  let index = services.get(service);
  if (index === undefined) {
    index = indexOf(documentedActions(catalogue, service));
    services.set(service, index);
  }
  return index.get(resourceType)?.get(operation);
}

function indexOf(actions: readonly Documented[]): ActionIndex {
  const types = new Map<string, Map<string, KnownAction>>();
  for (const { known, pattern } of actions) {
    const [, resourceType, operation] = pattern.segments;
    const operations = types.get(resourceType) ?? new Map<string, KnownAction>();
    types.set(resourceType, operations);
    operations.set(operation, known);
  }
  return types;
}

/** Whether some API of a cloud asked about is documented to need a pattern (`cce:kubernetes:*`) that has actions in common. */
export function meetsDocumentedPattern(
  catalogue: Catalogue,
  service: string,
  { segments }: ActionPattern,
  cloud: CloudChoice,
): boolean {
  return catalogue
    .entries(service)
    .filter((entry) => cloud === 'any' || entry.cloud === cloud)
    .flatMap(({ actions }) => actions)
    .some(({ action }) => {
      const reading = action.includes('*') ? readAction(action) : undefined;
      if (!reading?.ok) return false;
      const [, ...rest] = reading.pattern.segments;
      return rest.every((segment, i) => segmentsMeet(segment, segments[i + 1] ?? ''));
    });
}

function segmentsMeet(one: string, other: string): boolean {
  const glob = (text: string) => globOf(text, { crossing: false, questionMark: false });
  return globsIntersect(glob(one), glob(other));
}

/** Whether a cloud that was asked for documents the action. */
export function inCloud({ clouds }: KnownAction, cloud: CloudChoice): boolean {
  return cloud === 'any' || clouds.includes(cloud);
}

/** Those that a cloud that was asked for documents. */
export function actionsOf(actions: readonly Documented[], cloud: CloudChoice): readonly Documented[] {
  return cloud === 'any' ? actions : actions.filter(({ known }) => inCloud(known, cloud));
}

/** An action as it should be written: as it is documented, but for the service, which some tables print in capitals. */
export function spelling(known: KnownAction): string {
  return segmentsOf(known).join(':');
}

/** The action of the same name but for `_` and `-`: clouds differ in `submitJob` and `submit_job`. */
export function namesake(
  { segments }: ActionPattern,
  actions: readonly Documented[],
): Documented | undefined {
  const bare = (segment: string) => segment.replaceAll(/[-_]/g, '');
  const [, resourceType, operation] = segments.map(bare);
  return actions.find(
    ({ pattern }) => bare(pattern.segments[1]) === resourceType && bare(pattern.segments[2]) === operation,
  );
}

/** The segments of an action as it is documented, in the documented case; of the service, in lower case. */
export function segmentsOf({ action }: KnownAction): readonly [string, string, string] {
  const [service = '', resourceType = '', operation = ''] = action.split(':');
  return [service.toLowerCase(), resourceType, operation];
}
