import { describe, expect, test } from 'vitest';
import { type LintOptions, lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { followHelp } from '../support/follow-help.ts';
import { withHouse } from '../support/house-rules.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';
import { worldOf } from '../support/rule-world.ts';

/** The documents of `fixtures/rules` that are JSON without errors of syntax, and how each is linted. */
const fixtures = plantedFixtures('rules')
  .filter(({ file, text }) => file.endsWith('.json') && isJson(text))
  .map(({ name, group, text, config }) => {
    const rule: Rule | undefined = rules.find(({ id }) => id === group);
    const options: LintOptions = {
      ...withHouse(config, worldOf(group)),
      severities: rule?.off ? { [rule.id]: rule.severity } : {},
    };
    return { name, text, lint: (one: string) => lintFile(readPolicyFile('p.json', one), options) };
  });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Warnings that are true of what a help offers in so many words, or of what the author had written beside it. */
const trueWarnings: Readonly<Record<string, readonly string[]>> = {
  // The action was written twice, once misspelt.
  'unknown-action': ['duplicate-action'],
  // `*` is every action, and so is `*:*:*`.
  'malformed-action': ['full-administrator'],
  // What is allowed by it now is denied elsewhere in the policy.
  'invalid-effect': ['overridden-allow'],
  // The rule of the house asks for that key alone.
  'required-condition': ['mfa-age-without-mfa'],
};

/** What only a person can know or do. */
const leftToPeople: readonly RegExp[] = [
  /^(?:check|fill|shorten|split|merge|close|complete|save|indent|begin|grant|leave it to) /,
  /^(?:narrow it, or|no policy is as large|no longer deny|make sure that|take away the quotes)/,
  /^(?:name|write) (?:each agency|each resource|each action|the (?:service|services|actions|value|real value|resource types)|a resource|resources as)\b/,
  /^write (?:a|an|the|them|it with|digits|blanks|`.*` (?:for every region|and the ID|and write each))\b/,
  /^write it as `(?:service:|YYYY)/,
  /^write `(?:\*|[^`]*)` for (?:the|every) region/,
  /^(?:allow what|move (?:it|them) to|put statements together|remove the test that is too much)/,
  /^(?:add `\w+`|add `"\w+"`) with a list/,
  /^(?:add a resource such as|the types are)/,
  /^add `[^`]*`.*; the older name may no longer count$/,
  /^(?:say all of it with one|say what it restricts|who gets a policy is said) /,
  /^move it into the `Condition` of the statement, under an operator$/,
  /^use (?:a |`\*`|`\w+` (?:with|and) )/,
];

describe.each(fixtures)('$name', ({ text, lint }) => {
  test('its helps, followed, end in no new error', () => {
    const found = lint(text);
    const before = new Set(found.map(({ rule }) => rule));
    for (const finding of found) {
      for (const texts of followHelp(text, finding) ?? []) {
        const after = texts.flatMap(lint).filter(({ severity }) => severity !== 'info');
        const known = [...before, ...(trueWarnings[finding.rule] ?? [])];
        expect(
          after.filter(({ rule }) => !known.includes(rule)).map(({ rule }) => rule),
          `${finding.rule}: ${finding.help}\n${texts.join('\n')}`,
        ).toEqual([]);
      }
    }
  });
});

test('each help is followed, or known to be for people', () => {
  const helps = fixtures.flatMap(({ text, lint }) =>
    lint(text).flatMap((finding) =>
      finding.help === undefined || followHelp(text, finding) !== undefined
        ? []
        : [`${finding.rule}: ${finding.help}`],
    ),
  );
  const unknown = helps.filter((help) => !leftToPeople.some((one) => one.test(help.replace(/^[^:]+: /, ''))));
  expect([...new Set(unknown)].sort()).toEqual([]);
});

test('most helps are followed', () => {
  const all = fixtures.flatMap(({ text, lint }) =>
    lint(text)
      .filter(({ help }) => help !== undefined)
      .map((finding) => followHelp(text, finding)),
  );
  expect(all.filter((followed) => followed !== undefined).length / all.length).toBeGreaterThan(0.6);
});
