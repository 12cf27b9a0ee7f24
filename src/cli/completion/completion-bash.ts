import { type CompletedCommand, defaultCommand, type Offer } from './completion-grammar.ts';

/**
 * Completion for bash, from 3.2 on. Where a function offers nothing, bash goes on to file names, and quotes them as they
 * need it.
 */
export function bashCompletion(all: readonly CompletedCommand[]): string {
  const names = all.map(({ name }) => name);
  return `# bash completion for iamscope: eval "$(iamscope completion bash)"
_iamscope() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  local command=${defaultCommand(all).name} words='' place=0 word i
  COMPREPLY=()
  # \`--option=value\` comes as three words.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $before == '=' ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      --) return ;;
      -* | =) continue ;;
    esac
    if ((i == 1)); then
      case $word in
        ${names.join(' | ')})
          command=$word
          continue
          ;;
      esac
    fi
    case "$command \${COMP_WORDS[i - 1]}" in
${valued(all)}      *) ((place++)) ;;
    esac
  done
  case "$command $before" in
${values(all)}    *)
      if [[ $current == -* ]]; then
        case $command in
${all.map(({ name, options }) => `          ${name}) words='${options.flatMap(flagsOf).join(' ')}' ;;\n`).join('')}        esac
      else
        case "$command $place" in
${all.flatMap(({ name, first, rest }) => [wordsCase(`${name} 0`, first), wordsCase(`${name} *`, rest)]).join('')}        esac
        ((COMP_CWORD == 1)) && words="${names.join(' ')} help version $words"
      fi
      ;;
  esac
  # Words of the table hold nothing that bash would expand.
  # shellcheck disable=SC2207
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -o bashdefault -F _iamscope iamscope
`;
}

function flagsOf({ name, short }: { readonly name: string; readonly short?: string }): readonly string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

function patternOf(command: string, option: { readonly name: string; readonly short?: string }): string {
  return flagsOf(option)
    .map((flag) => `'${command} ${flag}'`)
    .join(' | ');
}

/** Options whose next word is their value, and no argument. */
function valued(all: readonly CompletedCommand[]): string {
  const patterns = all.flatMap(({ name, options }) =>
    options.filter(({ value }) => value.kind !== 'nothing').map((option) => patternOf(name, option)),
  );
  return `      ${patterns.join(' | ')} | *' =') ;;\n`;
}

/** File names, folders among them, are bash's own matter. */
function values(all: readonly CompletedCommand[]): string {
  const cases = all.flatMap(({ name, options }) =>
    options
      .filter(({ value }) => value.kind !== 'nothing')
      .map((option) => {
        const then = option.value.kind === 'words' ? `words='${option.value.words.join(' ')}'` : 'return';
        return `    ${patternOf(name, option)}) ${then} ;;\n`;
      }),
  );
  return cases.join('');
}

function wordsCase(pattern: string, offer: Offer): string {
  const quoted = pattern.endsWith('*') ? `'${pattern.slice(0, -1)}'*` : `'${pattern}'`;
  return offer.kind === 'words' ? `          ${quoted}) words='${offer.words.join(' ')}' ;;\n` : '';
}
