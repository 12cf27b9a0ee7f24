import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { Destination } from '../output.ts';
import type { Call, CallOf } from './parse-arguments.ts';
import type { Settings } from './read-settings.ts';

/** The name of standard input where the call gives it none. */
export const unnamedStdin = '<stdin>';

/** The cloud asked about: of the call, else of the configuration. */
export function cloudOf(
  { values, given }: Exclude<Call, CallOf<'completion'>>,
  { config }: Settings,
): CloudChoice {
  return given.has('cloud') ? values.cloud : (config?.cloud ?? values.cloud);
}

/** Where policies are granted of which nothing else is said, likewise. */
export function scopeOf(
  { values, given }: CallOf<'lint' | 'report' | 'can' | 'who-can' | 'diff' | 'generate' | 'test' | 'explain'>,
  { config }: Settings,
): GrantScope {
  return given.has('scope') ? values.scope : (config?.scope ?? values.scope);
}

/** Where the results of a call go. What it names as its arguments is among what they are made from. */
export function destinationOf(
  { positionals, values }: Exclude<Call, CallOf<'init' | 'lint'>>,
  settings: Settings = {},
): Destination {
  return {
    file: values.output,
    colour: 'color' in values ? values.color : undefined,
    sources: [...positionals, ...settingsFiles(settings, settings.config?.baseline)],
  };
}

/** Files that say how a call works: results over one of them would undo it for the next call. */
export function settingsFiles(
  { config, contextFile }: Settings,
  baseline: string | undefined,
): readonly string[] {
  const ofRoles = [...(config?.roles.values() ?? [])].flat().map(({ policy }) => policy);
  return [
    ...[...(config?.files ?? []), contextFile?.file, baseline].filter((file) => file !== undefined),
    ...ofRoles,
  ];
}
