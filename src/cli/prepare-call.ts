import { textOption } from './choices.ts';
import { configName } from './config.ts';
import type { Io } from './io.ts';
import type { Call } from './parse-arguments.ts';
import { readNamed } from './read-named.ts';

/**
 * Adds what files say to a call: the configuration, whose choices stand where no option is given, and `--context-file`.
 * Without either of them this asks for one file's existence and loads nothing.
 * @throws UsageError when a file is wrong.
 */
export async function prepareCall(call: Call, io: Io): Promise<Call> {
  return withContextFile(await withConfig(call, io), io);
}

async function withConfig(call: Call, io: Io): Promise<Call> {
  if (!Object.hasOwn(call.command.options, 'config')) return call;
  const named = textOption(call, 'config');
  if (named === undefined && io.kindOf(configName) !== 'file') return call;
  const file = named ?? configName;
  const { readConfig } = await import('./read-config.ts');
  const text = new TextDecoder().decode(readNamed(file, io, 'name the configuration file'));
  const config = readConfig(file, text, io.readData('config.schema.json'));
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

async function withContextFile(call: Call, io: Io): Promise<Call> {
  const file = textOption(call, 'context-file');
  if (file === undefined) return call;
  const { readYaml } = await import('./read-config.ts');
  const text = new TextDecoder().decode(readNamed(file, io, 'name a JSON or YAML file'));
  return { ...call, contextFile: { file, value: readYaml(file, text) } };
}
