import { type CommandSpec, commands, type OptionSpec } from '../arguments/options.ts';

// What completion offers, read off the option table: a new command or option needs nothing here.

/** What may stand at a place. */
export type Offer =
  | { readonly kind: 'nothing' }
  /** Any text: nothing can be offered. */
  | { readonly kind: 'text' }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  /** Words that hold letters, digits and `-` only; `more`: another text may stand there as well. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly more: boolean };

export interface CompletedOption {
  readonly name: string;
  readonly short?: string;
  readonly describe: string;
  /** Of its value; `nothing` for a flag. */
  readonly value: Offer;
  readonly valueName: string;
  readonly repeatable: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly CompletedOption[];
  readonly first: Offer;
  /** After the first argument. */
  readonly rest: Offer;
}

/** Options whose value starts with the id of a rule. */
const namesRule: ReadonlySet<string> = new Set(['only', 'rule']);

/** Every command, as completion sees it. @param ruleIds the rules that there are */
export function completedCommands(ruleIds: readonly string[]): readonly CompletedCommand[] {
  return (commands as readonly CommandSpec[]).map(({ name, usage, describe, options }) => ({
    name,
    describe,
    options: [
      ...Object.entries(options).map(([option, spec]) => completedOption(option, spec, ruleIds)),
      ...('color' in options ? [noColor] : []),
    ],
    ...argumentsOf(name, usage, ruleIds),
  }));
}

const noColor: CompletedOption = {
  name: 'no-color',
  describe: 'no colour',
  value: { kind: 'nothing' },
  valueName: '',
  repeatable: false,
};

function completedOption(name: string, option: OptionSpec, ruleIds: readonly string[]): CompletedOption {
  return {
    name,
    ...(option.short === undefined ? {} : { short: option.short }),
    describe: option.describe,
    value: offerOf(name, option, ruleIds),
    valueName: option.value ?? name,
    repeatable: option.multiple === true,
  };
}

function offerOf(name: string, { type, choices, value }: OptionSpec, ruleIds: readonly string[]): Offer {
  if (type === 'boolean') return { kind: 'nothing' };
  if (choices !== undefined) return { kind: 'words', words: choices, more: false };
  if (namesRule.has(name)) return { kind: 'words', words: ruleIds, more: false };
  if (value === 'file' || name === 'stdin-filename') return { kind: 'files' };
  return { kind: value === 'dir' ? 'folders' : 'text' };
}

function argumentsOf(
  name: string,
  usage: string,
  ruleIds: readonly string[],
): Pick<CompletedCommand, 'first' | 'rest'> {
  if (name === 'explain')
    return { first: { kind: 'words', words: ruleIds, more: true }, rest: { kind: 'nothing' } };
  // `<list|show> [subject]`: one of these words.
  const [, choice] = /^<([a-z]+(?:\|[a-z]+)+)>/.exec(usage) ?? [];
  if (choice !== undefined)
    return { first: { kind: 'words', words: choice.split('|'), more: false }, rest: { kind: 'text' } };
  const first: Offer = usage.startsWith('<query>') ? { kind: 'text' } : { kind: 'files' };
  return { first, rest: { kind: 'files' } };
}

/** The command that is meant where none is named. */
export function defaultCommand(all: readonly CompletedCommand[]): CompletedCommand {
  const [first] = all;
  if (first === undefined) throw new Error('there are no commands');
  return first;
}
