import type { Call } from '../arguments/parse-arguments.ts';
import { type ConfiguredFiles, configuredFiles } from '../config/configured-files.ts';
import type { FileSelection, Io } from '../io.ts';

/** Which files the configuration and the call take in. */
export function fileSelection(call: Call, io: Io): FileSelection & Partial<Pick<ConfiguredFiles, 'unmet'>> {
  const gitignore = call.values['no-gitignore'] !== true;
  const { config } = call;
  if (config === undefined || (config.include === undefined && config.exclude.length === 0))
    return { gitignore };
  return { gitignore, ...configuredFiles(config, io) };
}

/** What a call to `lint` looks at. A name for standard input means that it is to be read: editors give nothing else. */
export function placesOf({ positionals, given }: Call): readonly string[] {
  if (positionals.length > 0) return positionals;
  return [given.has('stdin-filename') ? '-' : '.'];
}
