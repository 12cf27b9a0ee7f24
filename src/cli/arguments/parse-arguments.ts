import { nearest } from '../../model/nearest.ts';
import type { Config } from '../config/config.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandName, type CommandSpec, commands } from './options.ts';
import { tokensOf } from './tokens.ts';

/** A call that was understood. */
export interface Call {
  readonly command: CommandSpec & { readonly name: CommandName };
  readonly positionals: readonly string[];
  /** Values of the options, defaults filled in. */
  readonly values: Readonly<Record<string, OptionValue>>;
  /** Names of the options that were given. */
  readonly given: ReadonlySet<string>;
  /** Options with a value as they stand in the call, repeated ones included: for those whose order has a meaning. */
  readonly sequence: readonly { readonly name: string; readonly value: string }[];
  /** The configuration, where there is one and the command asks for it. */
  readonly config?: Config;
  /** What `--context-file` holds. */
  readonly contextFile?: { readonly file: string; readonly value: unknown };
}

/** A list for an option that may be repeated. */
export type OptionValue = string | boolean | readonly string[] | undefined;

/** A call for help or version instead of work. */
export type Invocation =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'help'; readonly command?: CommandSpec }
  | { readonly kind: 'version' };

/**
 * Reads the arguments after the program's name. `lint` is the default command.
 * @throws UsageError naming what is wrong and the nearest known name.
 */
export function parseArguments(argv: readonly string[]): Invocation {
  const [first] = argv;
  if (first === '--version' || first === '-V' || first === 'version') return { kind: 'version' };
  if (first === '--help' || first === '-h') return { kind: 'help' };
  if (first === 'help') {
    const topic = commands.find(({ name }) => name === argv[1]);
    return topic ? { kind: 'help', command: topic } : { kind: 'help' };
  }
  const named = commands.find(({ name }) => name === first);
  const command = named ?? commands[0];
  const parsed = parseOptions(command, named ? argv.slice(1) : argv);
  if (parsed.values.help === true) return { kind: 'help', command };
  return { kind: 'call', call: { command, ...parsed } };
}

function parseOptions(
  command: CommandSpec,
  argv: readonly string[],
): Pick<Call, 'positionals' | 'values' | 'given' | 'sequence'> {
  const positionals: string[] = [];
  const values: Record<string, OptionValue> = {};
  const lists = new Map<string, string[]>();
  const given = new Set<string>();
  const sequence: { name: string; value: string }[] = [];
  for (const [name, option] of Object.entries(command.options)) values[name] = option.default;
  for (const token of tokensOf(argv, command.options)) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
      continue;
    }
    if (token.name === 'no-color' && token.value === undefined) {
      values.color = false;
      continue;
    }
    const option = command.options[token.name];
    if (option === undefined) throw unknownOption(command, token.rawName, token.name);
    if (option.type === 'boolean') {
      if (token.value !== undefined) throw new UsageError(`option \`${token.rawName}\` takes no value`);
      given.add(token.name);
      values[token.name] = true;
      continue;
    }
    const value = token.value ?? option.bare;
    if (value === undefined || (!token.joined && token.value !== undefined && /^--?[a-z]/.test(value))) {
      throw new UsageError(`option \`${token.rawName}\` needs a value${choicesHint(option.choices)}`);
    }
    if (option.choices && !option.choices.includes(value)) {
      throw new UsageError(
        `option \`${token.rawName}\` cannot be \`${value}\`${choicesHint(option.choices)}`,
      );
    }
    given.add(token.name);
    sequence.push({ name: token.name, value });
    if (!option.multiple) {
      values[token.name] = value;
      continue;
    }
    const list = lists.get(token.name) ?? [];
    list.push(value);
    lists.set(token.name, list);
    values[token.name] = list;
  }
  return { positionals, values, given, sequence };
}

function choicesHint(choices: readonly string[] | undefined): string {
  return choices ? `: choose from ${choices.join(', ')}` : '';
}

function unknownOption(command: CommandSpec, rawName: string, name: string): UsageError {
  const near = nearest(name, Object.keys(command.options), { max: 2 });
  const hint = near === undefined ? `see \`iamscope ${command.name} --help\`` : `did you mean \`--${near}\`?`;
  return new UsageError(`\`iamscope ${command.name}\` has no option \`${rawName}\`; ${hint}`);
}
