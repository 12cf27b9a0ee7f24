import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/arguments/options.ts';
import { rules } from '../../src/rules/rules.ts';
import { runCli } from '../support/run-cli.ts';

const scripts = new Map<string, string>();
for (const shell of ['bash', 'zsh', 'fish']) {
  const { exitCode, stdout } = await runCli(['completion', shell]);
  expect(exitCode).toBe(0);
  scripts.set(shell, stdout);
}
const script = (shell: string) => scripts.get(shell) ?? '';

function installed(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

/** Runs a script as a file of the shell would be, with the completion script as `$1`. */
function inShell(shell: string, text: string, ...more: readonly string[]) {
  const argv =
    shell === 'fish' ? ['-c', text, script(shell), ...more] : ['-c', text, shell, script(shell), ...more];
  const { status, stdout, stderr } = spawnSync(shell, argv, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe.skipIf(!installed('bash'))('bash', () => {
  /** What bash offers for the last of these words. */
  function offered(...words: readonly string[]): readonly string[] {
    const text = `eval "$1"; shift; COMP_WORDS=(iamscope "$@"); COMP_CWORD=$#; _iamscope; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return inShell('bash', text, ...words);
  }
  const formats = commands[0].options.format.choices ?? [];
  const ruleIds = rules.map(({ id }) => id);

  test.each<{ readonly words: readonly string[]; readonly expected: readonly string[] }>([
    { words: ['re'], expected: ['report'] },
    { words: ['--fail'], expected: ['--fail-on'] },
    { words: ['lint', '--quie'], expected: ['--quiet'] },
    { words: ['lint', '--no-c'], expected: ['--no-config', '--no-color'] },
    { words: ['--format', ''], expected: formats },
    { words: ['lint', '-f', 'js'], expected: formats.filter((format) => format.startsWith('js')) },
    { words: ['lint', 'a.json', '--fail-on', 'w'], expected: ['warning'] },
    { words: ['report', '--scope', '=', 'enter'], expected: ['enterprise-project'] },
    { words: ['report', '--scope', '='], expected: ['project', 'enterprise-project'] },
    { words: ['explain', ''], expected: ruleIds },
    { words: ['explain', '--cloud', 'otc', 'unknown-a'], expected: ['unknown-action'] },
    {
      words: ['explain', '--list', 'invalid-e'],
      expected: ruleIds.filter((id) => id.startsWith('invalid-e')),
    },
    { words: ['explain', 'unknown-action', ''], expected: [] },
    { words: ['catalogue', 'co'], expected: ['conflicts'] },
    { words: ['completion', ''], expected: ['bash', 'zsh', 'fish'] },
    { words: ['can', 'q', 'p.json', '--expect', 'de'], expected: ['denied'] },
  ])('$words', ({ words, expected }) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('every command, and every option of each', () => {
    expect(offered('')).toEqual(expect.arrayContaining(commands.map(({ name }) => name)));
    for (const { name, options } of commands) {
      const flags = Object.keys(options).map((option) => `--${option}`);
      expect(offered(name, '-')).toEqual(expect.arrayContaining(flags));
    }
  });

  test('where files belong, bash is left to complete them', () => {
    for (const words of [
      ['lint', ''],
      ['lint', '--config', ''],
      ['report', 'x.j'],
      ['lint', '--', '-'],
    ])
      expect(offered(...words)).toEqual([]);
    expect(inShell('bash', 'eval "$1"; complete -p iamscope')).toEqual([
      'complete -o bashdefault -o default -F _iamscope iamscope',
    ]);
  });
});

describe.skipIf(!installed('zsh'))('zsh (skipped where it is not installed)', () => {
  test('the script is well-formed and gives every command its options', () => {
    const text = `compdef() { print -r -- "$@" }
_arguments() { print -r -- "$#" }
_describe() { print -r -- "$2" }
eval "$1"
for command in ${commands.map(({ name }) => name).join(' ')}; do words=(iamscope $command ''); CURRENT=3; _iamscope; done`;
    const [registered, ...counts] = inShell('zsh', text);
    expect(registered).toBe('_iamscope iamscope');
    expect(counts).toHaveLength(commands.length);
    for (const [i, { options }] of commands.entries())
      expect(Number(counts[i])).toBeGreaterThan(Object.keys(options).length);
  });
});

describe.skipIf(!installed('fish'))('fish (skipped where it is not installed)', () => {
  test.each([
    { line: 'iamscope rep', expected: ['report'] },
    { line: 'iamscope --fail-on w', expected: ['warning'] },
    { line: 'iamscope lint --fail', expected: ['--fail-on'] },
    { line: 'iamscope explain unknown-a', expected: ['unknown-action'] },
    { line: 'iamscope completion z', expected: ['zsh'] },
  ])('$line', ({ line, expected }) => {
    const found = inShell('fish', 'echo $argv[1] | source; complete -C $argv[2]', line);
    expect(found.map((row) => row.split('\t')[0])).toEqual(expected);
  });
});

test.each([{ argv: [] }, { argv: ['tcsh'] }, { argv: ['bash', 'zsh'] }])(
  '$argv is no shell to write for',
  async ({ argv }) => {
    const { exitCode, stderr } = await runCli(['completion', ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('name one shell: bash, zsh, fish');
  },
);
