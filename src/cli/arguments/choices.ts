import { nearestService } from '../../catalogue/nearest-service.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { UsageError } from '../usage-error.ts';

/** The covered service that `--service` names, if it is given. @throws UsageError for an uncovered one. */
export function serviceChoice(given: string | undefined, catalogue: Catalogue): string | undefined {
  return given === undefined ? undefined : coveredService(given, catalogue);
}

/** The covered service that a code or alias names. @throws UsageError saying what is covered. */
export function coveredService(code: string, catalogue: Catalogue): string {
  const service = catalogue.serviceCode(code);
  if (catalogue.covers(service)) return service;
  const isKnown = catalogue.service(code) !== undefined;
  const near = isKnown ? undefined : nearestService(service, catalogue.covered(), catalogue);
  const hint =
    near === undefined ? '`iamscope catalogue list` shows what is covered' : `did you mean \`${near}\`?`;
  const what =
    isKnown && catalogue.coverage(service, 'any') === 'partly'
      ? 'is partly covered: no current permission table says which APIs need its actions'
      : 'is outside the catalogue';
  throw new UsageError(`service \`${code}\` ${what}; ${hint}`);
}
