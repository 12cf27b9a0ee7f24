import { type ActionPattern, nameOf, serviceOf } from '../model/action.ts';
import type { Catalogue, Coverage, Documented, KnownAction } from '../model/catalogue.ts';
import type { CloudChoice } from '../model/cloud.ts';

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
  const code = catalogue.serviceCode(prefix);
  return { code, coverage: catalogue.coverage(code, cloud) };
}

/**
 * Whether an action or pattern has an empty resource type though something was left out: its service, covered in full, documents
 * its operation for resource types, and no action without one.
 */
export function lacksResourceType(catalogue: Catalogue, pattern: ActionPattern): boolean {
  const [prefix, type, operation] = pattern.segments;
  if (type !== '') return false;
  if (prefix === '*') return true;
  const code = catalogue.serviceCode(prefix);
  const ofAnyType = { ...pattern, segments: [prefix, '*', operation] as const, concrete: false };
  return (
    catalogue.coverage(code, 'any') === 'full' &&
    catalogue.actionsMatching(ofAnyType).length > 0 &&
    catalogue.documented(code).every(({ pattern: { segments } }) => segments[1] !== '')
  );
}

/** Whether some API of a cloud asked about is documented to need a pattern (`cce:kubernetes:*`) that has actions in common. */
export function meetsDocumentedPattern(
  catalogue: Catalogue,
  service: string,
  { segments: [, resourceType, operation] }: ActionPattern,
  cloud: CloudChoice,
): boolean {
  return catalogue
    .entriesNeeding(`${service}:${resourceType}:${operation}`, [service])
    .some((entry) => cloud === 'any' || entry.cloud === cloud);
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
export function spelling({ action }: KnownAction): string {
  return serviceOf(action) + nameOf(action);
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
