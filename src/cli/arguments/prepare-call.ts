import { terminalText } from '../../reporters/terminal-text.ts';
import { findConfig } from '../config/find-config.ts';
import { readConfig } from '../config/read-config.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { largestSettings, readSettings } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { textOption } from './choices.ts';
import type { Call } from './parse-arguments.ts';

/**
 * Adds what files say to a call: the configuration, whose choices stand where no option is given, and `--context-file`.
 * Without either of them this asks for the existence of a few files.
 * @throws UsageError when a file is wrong.
 */
export async function prepareCall(call: Call, io: Io): Promise<Call> {
  return withContextFile(await withConfig(call, io), io);
}

async function withConfig(call: Call, io: Io): Promise<Call> {
  if (!Object.hasOwn(call.command.options, 'config')) return call;
  const named = textOption(call, 'config');
  if (call.values['no-config'] === true) {
    if (named === undefined) return call;
    throw new UsageError('name a configuration (--config) or none (--no-config), not both');
  }
  const found = named === undefined ? findConfig(io) : { file: named, notes: [] };
  say(found.notes, call, io);
  const { file } = found;
  if (file === undefined) return call;
  const { configCheck, readYamlDocument } = await import('../files/read-yaml.ts');
  const config = readConfig(file, {
    parse: readYamlDocument,
    read: (path) =>
      readSettings(path, largestSettings, io, {
        instead: 'name the configuration file',
        by: path === named ? 'call' : 'configuration',
      }),
    pathOf: absolutePaths(io),
    check: configCheck(() => io.readData('config.schema.json')),
  });
  say(config.notes, call, io);
  const { cloud, scope } = config;
  const stands = (name: string) => Object.hasOwn(call.command.options, name) && !call.given.has(name);
  return {
    ...call,
    config,
    values: {
      ...call.values,
      ...(cloud !== undefined && stands('cloud') ? { cloud } : {}),
      ...(scope !== undefined && stands('scope') ? { scope } : {}),
    },
  };
}

function say(notes: readonly string[], { values }: Call, io: Io): void {
  for (const note of values.quiet === true ? [] : notes) io.err(`iamscope: ${terminalText(note)}\n`);
}

async function withContextFile(call: Call, io: Io): Promise<Call> {
  const file = textOption(call, 'context-file');
  if (file === undefined) return call;
  const { readYaml } = await import('../files/read-yaml.ts');
  const text = readSettings(file, largestSettings, io, { instead: 'name a JSON or YAML file' });
  return { ...call, contextFile: { file, value: readYaml(file, text) } };
}
