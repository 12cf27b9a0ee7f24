import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderRuleDocs } from '../../src/reporters/rule-docs.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';

test('rules/README.md is fresh', async () => {
  const committed = join(import.meta.dirname, '../../rules/README.md');
  expect(readFileSync(committed, 'utf8')).toBe(renderRuleDocs(rules));
});

test('every rule has a row and a section', () => {
  const docs = renderRuleDocs(rules);
  for (const rule of rules) {
    const { id, severity, summary, off }: Rule = rule;
    expect(docs).toContain(`| [\`${id}\`](#${id}) | ${off ? 'off' : severity} | ${summary} |`);
    expect(docs).toContain(`\n## \`${id}\`\n`);
  }
});
