import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareDecisions } from '../../src/decide/changed-decisions.ts';
import { fixFile } from '../../src/lint/fixes/apply-fixes.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { nothingKnown } from '../../src/model/context.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { fakeCatalogue } from '../support/fake-catalogue.ts';
import { ruleWorld } from '../support/rule-world.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'fixes');

/**
 * `<rule>/<name>.json`, what `--fix` makes of it by that rule alone (`<name>.fixed.json`; nothing where there is none), and
 * what `--fix=unsafe` does (`<name>.unsafe.json`; the same as `--fix` where there is none).
 */
const fixtures = readdirSync(folder).flatMap((rule) =>
  readdirSync(join(folder, rule))
    .filter((file) => /^[^.]+\.json$/.test(file))
    .map((file) => ({ rule, name: file.slice(0, -'.json'.length) })),
);

const world = ruleWorld();
const decisions = compareDecisions(fakeCatalogue(), {
  language: world.language(),
  context: nothingKnown,
  levelOf: () => 'project',
});

function textOf(rule: string, name: string): string | undefined {
  const path = join(folder, rule, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function fixedBy(id: string, text: string, unsafe: boolean): string {
  const rule: Rule | undefined = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const read = (one: string) => readPolicyFile('policy.json', one);
  const { file, leftOut } = fixFile(read(text), {
    lint: (one) => lintFile(one, { ...world, rules: [rule], severities: { [id]: rule.severity } }),
    read,
    unsafe,
    isProved: (before, after) => decisions.sameLanguages(before.policies, after.policies),
    isConfirmed: (before, after) => decisions.sameDecisions(before.policies, after.policies),
  });
  expect(leftOut).toEqual([]);
  return file.text;
}

describe.each(fixtures)('fixtures/fixes/$rule/$name', ({ rule, name }) => {
  const text = textOf(rule, `${name}.json`) ?? '';
  const safe = textOf(rule, `${name}.fixed.json`) ?? text;
  const unsafe = textOf(rule, `${name}.unsafe.json`) ?? safe;

  test('--fix', () => {
    expect(fixedBy(rule, text, false)).toBe(safe);
  });

  test('--fix=unsafe', () => {
    expect(fixedBy(rule, text, true)).toBe(unsafe);
  });

  test('a second run changes nothing', () => {
    expect(fixedBy(rule, safe, false)).toBe(safe);
    expect(fixedBy(rule, unsafe, true)).toBe(unsafe);
  });
});
