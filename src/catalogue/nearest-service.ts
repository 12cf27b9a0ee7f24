import type { Catalogue } from '../model/catalogue.ts';
import { nearest } from '../model/nearest.ts';

/**
 * The service that somebody probably meant who names one by itself, as in an option: one edit apart, and two in a long code.
 * Never for the name of a service or a resource type, and never `iam`.
 * @param code in lower case
 */
export function nearestService(
  code: string,
  codes: readonly string[],
  catalogue: Pick<Catalogue, 'realNames'>,
): string | undefined {
  const near = nearest(
    code,
    codes.filter((one) => one !== 'iam'),
    { max: code.length >= 8 ? 2 : 1 },
  );
  if (near === undefined) return undefined;
  const names = catalogue.realNames();
  return names.isService(code) || names.isResourceType(code) ? undefined : near;
}
