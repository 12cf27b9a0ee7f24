import {
  type Cloud,
  type CloudChoice,
  cloudChoices,
  clouds,
  type GrantScope,
  grantScopes,
} from '../../model/cloud.ts';
import { nearestService } from '../../rules/meant-services.ts';
import { UsageError } from '../usage-error.ts';
import type { Call } from './parse-arguments.ts';

/** The value of a string option, if given or defaulted. */
export function textOption(call: Call, name: string): string | undefined {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every value of an option that may be repeated, in the order given. */
export function listOption(call: Call, name: string): readonly string[] {
  const value = call.values[name];
  return typeof value === 'object' ? value : [];
}

/** The name of standard input where the call gives it none. */
export const unnamedStdin = '<stdin>';

/** The name of standard input. */
export function stdinName(call: Call): string {
  return textOption(call, 'stdin-filename') ?? unnamedStdin;
}

/** The cloud asked about. The option table has checked the value. */
export function cloudChoice(call: Call): CloudChoice {
  return cloudChoices.find((choice) => choice === call.values.cloud) ?? 'any';
}

export function grantScope(call: Call): GrantScope {
  return grantScopes.find((choice) => choice === call.values.scope) ?? 'project';
}

/** The clouds that a choice stands for. */
export function cloudsOf(choice: CloudChoice): readonly Cloud[] {
  return choice === 'any' ? clouds : [choice];
}

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
