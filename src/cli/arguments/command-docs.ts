import { markdownCode, markdownRow, markdownText } from '../../reporters/markdown-table.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { CommandSpec, OptionSpec } from './options.ts';

/** Every command with its options, as Markdown: `rules/COMMANDS.md`. */
export function renderCommandDocs(commands: readonly CommandSpec[]): string {
  return `# Commands

Generated from the table of options; \`npm run generate\` writes this file anew. \`iamscope <command> --help\` shows the same.

${commands.map(sectionOf).join('\n')}
## Exit codes

${markdownRow(['code', 'means'])}${markdownRow(['---', '---'])}${meanings.map(([code, what]) => markdownRow([String(code), what])).join('')}
What a folder or glob leads to and cannot be read, such as a link to nothing, is said on stderr and does not fail the call.
`;
}

const meanings: readonly (readonly [code: ExitCode, what: string])[] = [
  [
    exitCodes.ok,
    '`lint`: nothing at or above `--fail-on`; `can`: allowed; `who-can`: somebody is allowed; `report`: always; `diff`: nothing that `--fail-on` names; `test`: all pass',
  ],
  [
    exitCodes.findings,
    '`lint`: findings; `can`: not-allowed or denied; `who-can`: nobody; `diff`: access broadens; `test`: a failure, or less coverage than asked for; `catalogue search`: nothing found; `catalogue build --check`: not up to date',
  ],
  [
    exitCodes.usage,
    'the call or the configuration is wrong, or a named file cannot be read; `who-can`: there was no policy or role',
  ],
  [exitCodes.conditional, '`can`: conditional or ungoverned; `who-can`: only conditionally'],
  [exitCodes.internal, 'a bug in iamscope'],
];

function sectionOf({ name, usage, describe, options, examples }: CommandSpec): string {
  const rows = Object.entries(options).map(([option, spec]) =>
    markdownRow([written(option, spec), markdownText(said(spec))]),
  );
  return `## ${name}

    iamscope ${[name, usage].join(' ').trim()}

${describe.charAt(0).toUpperCase()}${describe.slice(1)}.

${markdownRow(['option', 'means'])}${markdownRow(['---', '---'])}${rows.join('')}
${examples.map(([call, what]) => `- \`${call}\`: ${what}\n`).join('')}`;
}

function written(name: string, { type, bare, short, value, choices }: OptionSpec): string {
  const what = value ?? (choices === undefined ? 'value' : choices.join('|'));
  const argument = type === 'boolean' ? '' : bare === undefined ? ` ${what}` : `[=${what}]`;
  return `${short === undefined ? '' : `${markdownCode(`-${short}`)}, `}${markdownCode(`--${name}${argument}`)}`;
}

function said({ describe, default: usual, multiple }: OptionSpec): string {
  const remarks = [
    ...(usual === undefined ? [] : [`default ${usual}`]),
    ...(multiple && !describe.includes('repeat') ? ['may be repeated'] : []),
  ];
  return remarks.length === 0 ? describe : `${describe} (${remarks.join('; ')})`;
}
