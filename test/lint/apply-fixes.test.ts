import { describe, expect, test } from 'vitest';
import { type FixOptions, fixBudget, fixFile, withTrueFixes } from '../../src/lint/fixes/apply-fixes.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { PolicyFile } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { type Change, defineRule, type Rule } from '../../src/rules/rule.ts';
import { ruleWorld } from '../support/rule-world.ts';

const read = (text: string) => readPolicyFile('p.json', text);

/** A rule that proposes changes for what it sees in a text. */
function rule(
  changesOf: (file: PolicyFile) => readonly (readonly Change[])[],
  safe = true,
  id = 'probe',
): Rule {
  return defineRule({
    id,
    group: 'document',
    severity: 'warning',
    summary: 'x',
    rationale: 'X.',
    examples: { flagged: '', clean: '' },
    *checkFile({ file }) {
      for (const changes of changesOf(file))
        yield { message: 'x', at: { path: [] }, fix: { safe, description: 'change it', changes } };
    },
  });
}

/** A rule that writes one word for another, wherever it stands. */
function rewriting(from: string, to: string, safe = true): Rule {
  return rule(
    ({ text }) =>
      [...text.matchAll(new RegExp(from, 'g'))].map(({ index }) => [
        { kind: 'rewrite', span: { offset: index, length: from.length }, text: to },
      ]),
    safe,
    `${from}-${to}`,
  );
}

function fix(text: string, rules: readonly Rule[], options: Partial<FixOptions> = {}) {
  const { file, fixed, leftOut } = fixFile(read(text), {
    lint: (one) => lintFile(one, { ...ruleWorld(), rules }),
    read,
    unsafe: false,
    isProved: () => true,
    isConfirmed: () => true,
    ...options,
  });
  return { text: file.text, fixed: fixed.map(({ rule }) => rule), leftOut: leftOut.map(({ rule }) => rule) };
}

const text = '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["a","b","c"]}]}';
const action = ['Statement', 0, 'Action'];

describe('fixFile', () => {
  test('makes fixes that do not overlap in one pass, the others later', () => {
    let passes = 0;
    const toFirst = rule((file) => {
      passes += 1;
      const { length } = file.policies[0]?.statements[0]?.actions ?? [];
      return Array.from({ length: (length ?? 1) - 1 }, (_, i) => [
        { kind: 'remove' as const, path: [...action, i] },
      ]);
    });
    const result = fix(text, [toFirst]);
    expect(result.text).toBe(text.replace('"a","b",', ''));
    expect(result.fixed).toHaveLength(2);
    expect(passes).toBe(3);
  });

  test.each([
    { name: 'a short text', padding: 0, passes: 100 },
    { name: 'a long text', padding: 2_000_000, passes: 4 },
    { name: 'a very long text', padding: 7_000_000, passes: 3 },
  ])('fixes that go on and on are cut: $name', ({ padding, passes }) => {
    const growing = rewriting('"c"', '"b","c"', false);
    const { text: after } = fix(`${text}${' '.repeat(padding)}`, [growing], { unsafe: true });
    expect(after.match(/"b"/g)).toHaveLength(1 + passes);
  });

  test('of a long text few fixes are checked one by one', () => {
    const words = Array.from({ length: 500 }, (_, i) => `w${String(i).padStart(3, '0')}x`);
    const long = `${text.replace('"a"', words.map((word) => `"${word}"`).join(','))}${' '.repeat(3_000_000)}`;
    let reads = 0;
    const rules = words.map((word) => rewriting(word, 'x'));
    fix(long, rules, {
      isProved: () => false,
      read: (changed) => {
        reads += 1;
        return read(changed);
      },
    });
    expect(reads).toBe(11);
  });

  test('what a run has left bounds how finely fixes are told apart, never the first try', () => {
    const rules = [rewriting('"a"', '"x"'), rewriting('"b"', '"y"'), rewriting('"c"', '"z"')];
    const isProved: FixOptions['isProved'] = (_, after) => !after.text.includes('"y"');
    const budget = { characters: 0 };
    expect(fix(text, rules, { isProved, budget }).fixed).toEqual([]);
    expect(fix(text, rules, { isProved, budget }).leftOut).toHaveLength(3);
    expect(fix(text, rules, { budget }).fixed).toHaveLength(3);
    expect(fix(text, rules, { isProved, budget: fixBudget() }).fixed).toHaveLength(2);
  });

  test('leaves suppressed findings alone', () => {
    const rules = [rewriting('"a"', '"x"'), rewriting('"b"', '"y"')];
    const lint = (file: PolicyFile) =>
      lintFile(file, {
        ...ruleWorld(),
        rules,
        suppress: ({ rule }) => (rule.startsWith('"a"') ? { reason: 'agreed' } : undefined),
      });
    expect(fix(text, rules, { lint }).text).toBe(text.replace('"b"', '"y"'));
  });

  test('leaves unsafe fixes alone unless they are asked for, and makes them after the safe ones', () => {
    const rules = [rewriting('"a"', '"x"', false), rewriting('"b"', '"y"')];
    expect(fix(text, rules).fixed).toEqual(['"b"-"y"']);
    expect(fix(text, rules, { unsafe: true }).fixed).toEqual(['"b"-"y"', '"a"-"x"']);
  });

  test('leaves out what fails the proof, and makes the rest', () => {
    const rules = [rewriting('"a"', '"x"'), rewriting('"b"', '"y"'), rewriting('"c"', '"z"')];
    const isProved: FixOptions['isProved'] = (_, after) => !after.text.includes('"y"');
    expect(fix(text, rules, { isProved })).toEqual({
      text: text.replace('"a"', '"x"').replace('"c"', '"z"'),
      fixed: ['"a"-"x"', '"c"-"z"'],
      leftOut: ['"b"-"y"'],
    });
  });

  test('leaves out what is not confirmed, though it was proved', () => {
    const rules = [rewriting('"a"', '"x"'), rewriting('"b"', '"y"')];
    const isConfirmed: FixOptions['isConfirmed'] = (_, after) => !after.text.includes('"y"');
    expect(fix(text, rules, { isConfirmed })).toEqual({
      text: text.replace('"a"', '"x"'),
      fixed: ['"a"-"x"'],
      leftOut: ['"b"-"y"'],
    });
  });

  test('of two fixes that only together change something, makes one', () => {
    const rules = [rewriting('"a"', '"x"'), rewriting('"b"', '"x"')];
    const isProved: FixOptions['isProved'] = (_, after) => !after.text.includes('"x","x"');
    expect(fix(text, rules, { isProved })).toEqual({
      text: text.replace('"a"', '"x"'),
      fixed: ['"a"-"x"'],
      leftOut: ['"b"-"x"'],
    });
  });

  test('a fix that fails is no obstacle to one that it overlaps', () => {
    const rules = [rewriting('"a","b"', '"bad"'), rewriting('"b"', '"y"')];
    const isProved: FixOptions['isProved'] = (_, after) => !after.text.includes('bad');
    expect(fix(text, rules, { isProved })).toMatchObject({ fixed: ['"b"-"y"'] });
  });

  test('never breaks the text, not even with unsafe fixes', () => {
    const rules = [rewriting('"a",', '"a"', false), rewriting('Statement', 'Stuff', false)];
    expect(fix(text, rules, { unsafe: true })).toMatchObject({ text, fixed: [] });
  });

  test('ends where rules undo each other', () => {
    const { fixed } = fix(text, [rewriting('"a"', '"x"'), rewriting('"x"', '"a"')]);
    expect(fixed).toEqual(['"a"-"x"', '"x"-"a"']);
  });

  test('a long list of duplicates takes one pass', () => {
    const many = JSON.stringify({
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: Array.from({ length: 9_000 }, () => 'ims:images:list') }],
    });
    let passes = 0;
    const result = fix(many, [], {
      lint: (file) => {
        passes += 1;
        return lintFile(file, ruleWorld());
      },
    });
    expect(result.text).toBe(
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}',
    );
    expect(passes).toBe(2);
  });
});

describe('withTrueFixes', () => {
  const offeredOf = (rules: readonly Rule[], isWritable = true, one = read(text)) =>
    withTrueFixes(one, lintFile(one, { ...ruleWorld(), rules }), {
      read,
      isProved: (_, after) => !after.text.includes('"y"'),
      isWritable: () => isWritable,
    })
      .filter((finding) => finding.fix !== undefined)
      .map((finding) => finding.rule);
  const rules = [rewriting('"a"', '"x"'), rewriting('"b"', '"y"'), rewriting('"c"', '"z"', false)];

  test('keeps what is proved, and of unsafe fixes those that leave the text no worse', () => {
    expect(offeredOf(rules)).toEqual(['"a"-"x"', '"c"-"z"']);
    expect(offeredOf([rewriting('"c"]', '"z"', false), rewriting('"a"', '"y"', false)])).toEqual(['"a"-"y"']);
  });

  test('looks at fixes that meet others by themselves', () => {
    expect(
      offeredOf([rewriting('"a","b"', '"x"'), rewriting('"b","c"', '"z"'), rewriting('"b"', '"y"')]),
    ).toEqual(['"a","b"-"x"', '"b","c"-"z"']);
  });

  test('leaves nothing where the file cannot be written', () => {
    expect(offeredOf(rules, false)).toEqual([]);
    expect(offeredOf(rules, true, { ...read(text), partial: true })).toEqual([]);
  });
});
