import {
  type CompletedCommand,
  type CompletedOption,
  defaultCommand,
  type Offer,
} from './completion-grammar.ts';

/** Completion for fish: lines for `~/.config/fish/completions/iamscope.fish`. */
export function fishCompletion(all: readonly CompletedCommand[]): string {
  const fallback = defaultCommand(all);
  const named = all.map(({ name }) => name).join(' ');
  const lines = [
    ...all.map(
      ({ name, describe }) =>
        `complete -c iamscope -n __fish_use_subcommand -a ${name} -d ${quoted(describe)}`,
    ),
    ...all.flatMap((command) => {
      const others = named
        .split(' ')
        .filter((name) => name !== fallback.name)
        .join(' ');
      const condition =
        command === fallback
          ? `not __fish_seen_subcommand_from ${others}`
          : `__fish_seen_subcommand_from ${command.name}`;
      return commandLines(command, `complete -c iamscope -n ${quoted(condition)}`);
    }),
  ];
  return `# fish completion for iamscope: iamscope completion fish | source\n${lines.join('\n')}\n`;
}

function commandLines({ options, first }: CompletedCommand, start: string): readonly string[] {
  const words = first.kind === 'words' ? [`${start} -f -a ${quoted(first.words.join(' '))}`] : [];
  return [...options.map((option) => optionLine(option, start)), ...words];
}

function optionLine({ name, short, describe, value }: CompletedOption, start: string): string {
  const flag = short === undefined ? '' : ` -s ${short}`;
  return `${start} -l ${name}${flag}${offerOf(value)} -d ${quoted(describe)}`;
}

function offerOf(offer: Offer): string {
  switch (offer.kind) {
    case 'nothing':
      return '';
    case 'text':
      return ' -x';
    case 'files':
      return ' -r -F';
    case 'folders':
      return " -x -a '(__fish_complete_directories)'";
    case 'words':
      return ` -x -a ${quoted(offer.words.join(' '))}`;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
