import {
  type CompletedCommand,
  type CompletedOption,
  defaultCommand,
  type Offer,
} from './completion-grammar.ts';

/** Completion for zsh: to be evaluated after `compinit`, or kept as a file `_iamscope` on the `fpath`. */
export function zshCompletion(all: readonly CompletedCommand[]): string {
  const names = all.map(({ name }) => name);
  const fallback = defaultCommand(all);
  return `#compdef iamscope
# zsh completion for iamscope: eval "$(iamscope completion zsh)"
_iamscope() {
  local command=${fallback.name}
  case $words[2] in
    (${names.join('|')})
      if ((CURRENT > 2)); then
        command=$words[2]
        shift words
        ((CURRENT--))
      fi
      ;;
  esac
  if ((CURRENT == 2)) && [[ $command == ${fallback.name} && $words[1] != ${fallback.name} ]]; then
    local -a commands=(
${all.map(({ name, describe }) => `      ${quoted(`${name}:${describe.replaceAll(':', '\\:')}`)}\n`).join('')}    )
    _describe -t commands command commands
  fi
  case $command in
${all.map(commandCase).join('')}  esac
}
if [[ $funcstack[1] == _iamscope ]]; then
  _iamscope "$@"
else
  compdef _iamscope iamscope
fi
`;
}

function commandCase({ name, options, first, rest }: CompletedCommand): string {
  const specs = [
    ...options.flatMap(optionSpecs),
    quoted(`1:argument:${actionOf(first)}`),
    quoted(`*:argument:${actionOf(rest)}`),
  ];
  return `    (${name})\n      _arguments -s -S \\\n        ${specs.join(' \\\n        ')}\n      ;;\n`;
}

function optionSpecs(option: CompletedOption): readonly string[] {
  const { name, short, describe, value, valueName, repeatable } = option;
  const flags = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  const told = `[${describe.replace(/[[\]:\\]/g, '\\$&')}]`;
  const tail = value.kind === 'nothing' ? '' : `:${valueName}:${actionOf(value)}`;
  return flags.map((flag) => {
    const once = repeatable ? '*' : flags.length > 1 ? `(${flags.join(' ')})` : '';
    const takes = value.kind === 'nothing' ? '' : flag.startsWith('--') ? '=' : '+';
    return quoted(`${once}${flag}${takes}${told}${tail}`);
  });
}

function actionOf(offer: Offer): string {
  switch (offer.kind) {
    case 'nothing':
    case 'text':
      return ' ';
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'words':
      return `(${offer.words.join(' ')})`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
