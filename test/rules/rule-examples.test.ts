import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { worldOf } from '../support/rule-world.ts';
import { runCli } from '../support/run-cli.ts';

const docs = readFileSync(join(import.meta.dirname, '../../rules/README.md'), 'utf8');

/** The part of the documentation that is about a rule. */
function sectionOf(id: string): string {
  const section = docs.split(/^## /m).find((text) => text.startsWith(`\`${id}\`\n`));
  if (section === undefined) throw new Error(`rules/README.md has no section ${id}`);
  return section;
}

/** The block of code behind a line, and the options that the line names. */
function blockBehind(line: RegExp, section: string) {
  const [, terms = '', text = ''] =
    new RegExp(`^${line.source}([^\\n]*):\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\\n\`\`\`$`, 'm').exec(section) ?? [];
  return { text, terms, options: /`(--[^`]+)`/.exec(terms)?.[1]?.split(' ') ?? [] };
}

interface Example {
  readonly text: string;
  readonly options: readonly string[];
  readonly config: string;
  readonly file?: string | undefined;
}

/** The rules that report a policy, linted as the documentation says. */
async function rulesThatReport({
  text,
  options,
  config,
  file = 'policy.json',
}: Example): Promise<readonly string[]> {
  const files = { [file]: text, ...(config === '' ? {} : { 'iamscope.yaml': config }) };
  const { stdout } = await runCli(['lint', file, '--format', 'json', ...options], files);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly rule: string }[] };
  return [...new Set(findings.map(({ rule }) => rule))];
}

describe.each(rules.map((rule): Rule => rule))('$id', (rule) => {
  const section = sectionOf(rule.id);
  const reported = blockBehind(/Reported/, section);
  const { text: clean } = blockBehind(/Not reported/, section);
  const { text: config } = blockBehind(/With this in `iamscope.yaml`/, section);
  const { options, terms } = reported;
  const { file } = rule.examples;

  test('is documented with its examples', () => {
    expect([reported.text, clean]).toEqual([rule.examples.flagged, rule.examples.clean]);
  });

  if (rule.examples.given === undefined) {
    test('reports its flagged example as printed, and is the only one', async () => {
      expect(await rulesThatReport({ text: reported.text, options, config, file })).toEqual([rule.id]);
    });
  } else {
    test('reports its flagged example where what is said of the pages is so', () => {
      const found = lintFile(readPolicyFile('example.json', reported.text), worldOf(rule.id));
      expect(found.map(({ rule: id }) => id)).toEqual([rule.id]);
      expect(terms).toContain(` where ${rule.examples.given}`);
    });
  }

  test('leaves its clean example as printed alone', async () => {
    expect(await rulesThatReport({ text: clean, options, config, file })).toEqual([]);
  });

  if (options.length > 0) {
    test('says nothing of its flagged example without the options that are printed', async () => {
      expect(await rulesThatReport({ text: reported.text, options: [], config, file })).toEqual([]);
    });
  }

  test('is documented as the style wants it', () => {
    expect(rule.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(rule.summary).toMatch(/^[a-z`][^\n]*[^.\n]$/);
    expect(rule.rationale).toMatch(/^[A-Z`][^\n]*\.$/);
  });
});

test('ids are unique', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
