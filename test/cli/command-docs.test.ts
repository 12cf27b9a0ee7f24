import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderCommandDocs } from '../../src/cli/arguments/command-docs.ts';
import { commands } from '../../src/cli/arguments/options.ts';

const root = join(import.meta.dirname, '..', '..');

test('rules/COMMANDS.md is fresh', () => {
  expect(readFileSync(join(root, 'rules', 'COMMANDS.md'), 'utf8')).toBe(renderCommandDocs(commands));
});

test('an option is written as it is given, and what a cell would end at is harmless', () => {
  const spec = { type: 'string', describe: 'a | b', default: 'x', value: 'file', short: 'o' } as const;
  const options = {
    output: spec,
    fix: { type: 'string', choices: ['safe', 'unsafe'], bare: 'safe', describe: 'fix' },
  } as const;
  const docs = renderCommandDocs([
    { name: 'lint', usage: '[paths..]', describe: 'find', options, examples: [] },
  ]);
  expect(docs).toContain('| `-o`, `--output file` | a \\| b \\(default x\\) |\n');
  expect(docs).toContain('| <code>--fix\\[=safe\\|unsafe\\]</code> | fix |\n');
});
