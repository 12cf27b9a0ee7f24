import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands, type OptionSpec } from '../../src/cli/arguments/options.ts';
import { type Token, tokensOf } from '../../src/cli/arguments/tokens.ts';

/** What Node.js makes of the same call. */
function tokensOfNode(argv: readonly string[], options: Readonly<Record<string, OptionSpec>>): Token[] {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short, bare }]) => [
        name,
        { type: bare === undefined ? type : 'boolean', ...(short ? { short } : {}) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): Token[] => {
    if (token.kind === 'option-terminator') return [];
    if (token.kind === 'positional') return [{ kind: 'positional', value: token.value }];
    const { name, rawName, value, inlineValue } = token;
    return [
      {
        kind: 'option',
        name,
        rawName,
        ...(value === undefined ? {} : { value }),
        ...(inlineValue ? { joined: true } : {}),
      },
    ];
  });
}

const names = [...new Set(commands.flatMap(({ options }) => Object.keys(options)))];
const piece = fc.oneof(
  fc.constantFrom(
    '-',
    '--',
    '---',
    '-=',
    '--=',
    '--=x',
    '-f',
    '-fo',
    '-ho',
    '-hf=json',
    '-xyz',
    'a.json',
    '',
  ),
  fc.constantFrom(
    '--fix=',
    '--color=x',
    '--no-color',
    '--nosuch',
    '--nosuch=1',
    '--constructor',
    '-h',
    '-hh',
    '-1',
  ),
  fc.constantFrom(...names).map((name) => `--${name}`),
  fc.constantFrom(...names).map((name) => `--${name}=json`),
);

test('a call is taken apart as Node.js does', () => {
  fc.assert(
    fc.property(fc.constantFrom(...commands), fc.array(piece, { maxLength: 6 }), ({ options }, argv) => {
      expect([...tokensOf(argv, options)]).toEqual(tokensOfNode(argv, options));
    }),
    { numRuns: 5000 },
  );
});
