import { nearestService } from '../../rules/meant-services.ts';
import { UsageError } from '../usage-error.ts';
import { textOption } from './choices.ts';
import type { Call } from './parse-arguments.ts';

/** `--service`, checked against the catalogue and with aliases resolved. @throws UsageError for an uncovered one. */
export function serviceOption(call: Call, world: ServiceWorld): string | undefined {
  const given = textOption(call, 'service')?.toLowerCase();
  return given === undefined ? undefined : coveredService(given, world);
}

/** What services are looked up with. */
type ServiceWorld = Parameters<typeof nearestService>[2];

/** The covered service that a code or alias names. @throws UsageError saying what is covered. */
export function coveredService(code: string, world: ServiceWorld): string {
  const { catalogue } = world;
  if (catalogue.covers(code)) return code;
  const service = catalogue.services().find((known) => known.code === code || known.aliases.includes(code));
  const other = [service?.code, ...(service?.aliases ?? [])].find(
    (name) => name !== undefined && catalogue.covers(name),
  );
  if (other !== undefined) return other;
  const near = service ? undefined : nearestService(code, catalogue.covered(), world);
  const hint =
    near === undefined ? '`iamscope catalogue list` shows what is covered' : `did you mean \`${near}\`?`;
  const what =
    service !== undefined && catalogue.coverage(service.code, 'any') === 'partly'
      ? 'is partly covered: no current permission table says which APIs need its actions'
      : 'is outside the catalogue';
  throw new UsageError(`service \`${code}\` ${what}; ${hint}`);
}
