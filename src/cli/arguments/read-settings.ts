import { terminalText } from '../../reporters/terminal-text.ts';
import type { Config } from '../config/config.ts';
import { findConfig } from '../config/find-config.ts';
import { readConfig } from '../config/read-config.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { largestSettings, readSettings as readText } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { ContextFile } from './context.ts';
import type { Call } from './parse-arguments.ts';

/** What files say of how a call works. */
export interface Settings {
  /** The configuration, where there is one and the command asks for it. */
  readonly config?: Config;
  readonly contextFile?: ContextFile;
}

/**
 * Reads the configuration and `--context-file`. Without either of them this asks for the existence of a few files.
 * @throws UsageError when a file is wrong.
 */
export async function readSettings(call: Call, io: Io): Promise<Settings> {
  const config = await configOf(call, io);
  const contextFile = await contextFileOf(call, io);
  return {
    ...(config === undefined ? {} : { config }),
    ...(contextFile === undefined ? {} : { contextFile }),
  };
}

async function configOf({ values }: Call, io: Io): Promise<Config | undefined> {
  if (!('config' in values)) return undefined;
  const named = values.config;
  if (values['no-config'] === true) {
    if (named === undefined) return undefined;
    throw new UsageError('name a configuration (--config) or none (--no-config), not both');
  }
  const isQuiet = 'quiet' in values && values.quiet === true;
  const say = (notes: readonly string[]) => {
    for (const note of isQuiet ? [] : notes) io.err(`iamscope: ${terminalText(note)}\n`);
  };
  const found = named === undefined ? findConfig(io) : { file: named, notes: [] };
  say(found.notes);
  const { file } = found;
  if (file === undefined) return undefined;
  const config = await readConfigFile(file, io, named);
  say(config.notes);
  return config;
}

/**
 * Reads a configuration and what it extends.
 * @param named the file that the call names, which may be a pipe
 * @throws UsageError when it is wrong.
 */
export async function readConfigFile(file: string, io: Io, named?: string): Promise<Config> {
  const { configCheck, readYamlDocument } = await import('../files/read-yaml.ts');
  return readConfig(file, {
    parse: readYamlDocument,
    read: (path) =>
      readText(path, largestSettings, io, {
        instead: 'name the configuration file',
        by: path === named ? 'call' : 'configuration',
      }),
    pathOf: absolutePaths(io),
    check: configCheck(() => io.readData('config.schema.json')),
  });
}

async function contextFileOf({ values }: Call, io: Io): Promise<ContextFile | undefined> {
  const file = 'context-file' in values ? values['context-file'] : undefined;
  if (file === undefined) return undefined;
  const { readYaml } = await import('../files/read-yaml.ts');
  const text = readText(file, largestSettings, io, { instead: 'name a JSON or YAML file' });
  return { file, value: readYaml(file, text) };
}
