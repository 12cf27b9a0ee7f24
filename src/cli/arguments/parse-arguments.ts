import { parseArgs } from 'node:util';
import { nearest } from '../../model/nearest.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandName, type CommandSpec, commands, type OptionValue, type Values } from './options.ts';

/** A call of a command as it is written. Nothing outside of this folder sees it. */
export interface CallOf<Name extends CommandName> {
  readonly command: Name;
  readonly positionals: readonly string[];
  /** Values of the options, defaults filled in. */
  readonly values: Values<Name>;
  /** Names of the options that were given. */
  readonly given: ReadonlySet<string>;
  /** Options with a value as they stand in the call, repeated ones included: for those whose order has a meaning. */
  readonly sequence: readonly { readonly name: string; readonly value: string }[];
}

export type Call = { [Name in CommandName]: CallOf<Name> }[CommandName];

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
  // By the table, which the values were checked against.
  return { kind: 'call', call: { command: command.name, ...parsed } as Call };
}

interface ParsedOptions extends Pick<Call, 'positionals' | 'given' | 'sequence'> {
  readonly values: Readonly<Record<string, OptionValue>>;
}

function parseOptions(command: CommandSpec, argv: readonly string[]): ParsedOptions {
  const { positionals, tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, { type, short, bare }]) => [
        name,
        // With a value that may be left out, the next argument is never it.
        { type: bare === undefined ? type : 'boolean', ...(short ? { short } : {}) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, OptionValue> = {};
  const lists = new Map<string, string[]>();
  const given = new Set<string>();
  const sequence: { name: string; value: string }[] = [];
  for (const [name, option] of Object.entries(command.options)) values[name] = option.default;
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
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
    if (value === undefined || (!token.inlineValue && token.value !== undefined && /^--?[a-z]/.test(value))) {
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
