import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { contextOf, ruleWorld } from '../support/rule-world.ts';

const world = ruleWorld();

function problemsOf(id: string, Condition: unknown, actions: readonly string[] = ['ims:images:list']) {
  const text = JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: actions, Condition }],
  });
  const [policy] = readPolicyFile('p.json', text).policies;
  const rule: Rule | undefined = rules.find((one) => one.id === id);
  if (policy === undefined || rule?.check === undefined) throw new Error(id);
  return [...rule.check(contextOf(policy, world))];
}

const at = (...path: readonly (string | number)[]) => ['Statement', 0, 'Condition', ...path];

describe('fixes', () => {
  test.each([
    {
      rule: 'unknown-operator',
      Condition: { StringEqual: { 'g:UserName': ['ann'] } },
      changes: [{ kind: 'rename', path: at('StringEqual'), name: 'StringEquals' }],
    },
    {
      rule: 'unknown-operator',
      Condition: { 'ForAnyValue:Null': { 'g:UserName': ['true'] } },
      changes: [{ kind: 'rename', path: at('ForAnyValue:Null'), name: 'Null' }],
    },
    {
      rule: 'null-with-if-exists',
      Condition: { NullIfExists: { 'g:UserName': ['true'] } },
      changes: [{ kind: 'rename', path: at('NullIfExists'), name: 'Null' }],
    },
    {
      rule: 'condition-value-not-list',
      Condition: { Bool: { 'g:MFAPresent': 'true' } },
      changes: [{ kind: 'replace', path: at('Bool', 'g:MFAPresent'), value: ['true'] }],
    },
    {
      rule: 'invalid-condition-value',
      Condition: { Bool: { 'g:MFAPresent': [1, ' True'] } },
      changes: [{ kind: 'replace', path: at('Bool', 'g:MFAPresent', 1), value: 'true' }],
    },
  ])('$rule: $Condition', ({ rule, Condition, changes }) => {
    const fixes = problemsOf(rule, Condition).map(({ fix }) => fix);
    expect(fixes).toMatchObject([{ safe: false, changes }]);
  });

  test.each([
    { rule: 'unknown-operator', Condition: { Foo: { 'g:UserName': ['ann'] } } },
    {
      rule: 'unknown-operator',
      Condition: { StringEqual: { 'g:UserName': ['ann'] }, StringEquals: { 'g:UserName': ['bob'] } },
    },
    {
      rule: 'null-with-if-exists',
      Condition: { NullIfExists: { 'g:UserName': ['true'] }, Null: { 'g:UserId': ['true'] } },
    },
    { rule: 'invalid-condition-value', Condition: { DateLessThan: { 'g:CurrentTime': ['2026-01-01'] } } },
  ])('none where the name is taken or nothing certain is meant: $rule $Condition', ({ rule, Condition }) => {
    const problems = problemsOf(rule, Condition);
    expect(problems.map(({ fix }) => fix)).toEqual([undefined]);
  });
});

describe('operators that were meant', () => {
  test.each([
    ['StringEndWithIfExsits', 'StringEndWithIfExists'],
    ['stringequals', 'StringEquals'],
    ['StringEqualIfExists', 'StringEqualsIfExists'],
    ['StringStartsWith', 'StringStartWith'],
    ['StringNotLikes', 'StringNotLike', 'obs:prefix'],
    ['NumericLessThanEqual', 'NumberLessThanEquals'],
    ['NumericLessThanEqual', 'NumericLessThanEquals', 'obs:max-keys'],
    ['NumberLessThanOrEquals', 'NumberLessThanEquals'],
    ['ForAnyValue:ArnLike', 'ForAnyValue:StringMatch'],
    ['ArnNotEqualsIfExists', 'StringNotMatchIfExists'],
    ['forAllValue:StringMatch', 'ForAllValues:StringMatch'],
    ['Boolean', 'Bool'],
    ['null', 'Null'],
    ['BinaryEquals', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
  ])('%s: %s', (operator, meant, key = 'g:UserName') => {
    const [problem] = problemsOf('unknown-operator', JSON.parse(`{"${operator}":{"${key}":["1"]}}`), [
      'obs:bucket:ListBucket',
    ]);
    const help = problem?.help ?? '';
    expect(meant === undefined ? help.startsWith('use a documented operator') : help).toBe(
      meant === undefined ? true : `did you mean \`${meant}\`?`,
    );
  });
});

describe('one finding for each root cause', () => {
  const ids = [
    'unknown-operator',
    'unknown-condition-key',
    'foreign-condition-key',
    'condition-type-mismatch',
    'invalid-condition-value',
    'condition-value-not-list',
    'empty-condition',
    'null-with-if-exists',
    'mfa-age-without-mfa',
    'contradictory-condition',
    'always-true-condition',
  ];
  test.each([
    { name: 'a foreign key', Condition: { Bool: { 'aws:Foo': ['x'] } }, found: ['foreign-condition-key'] },
    {
      name: 'an operator of bucket policies on a foreign key',
      Condition: { IpAddress: { 'aws:SourceIp': ['x'] } },
      found: ['foreign-condition-key'],
    },
    {
      name: 'a misspelt operator with odd values',
      Condition: { Boool: { 'g:MFAPresent': ['yes'] } },
      found: ['unknown-operator'],
    },
    {
      name: 'an operator of another type with odd values',
      Condition: { DateLessThan: { 'g:MFAPresent': ['yes'] } },
      found: ['condition-type-mismatch'],
    },
    {
      name: 'a key in another case',
      Condition: { DateLessThan: { 'g:mfapresent': ['yes'] } },
      found: ['unknown-condition-key'],
    },
    {
      name: 'a misspelt key beside the age of MFA',
      Condition: { Bool: { 'g:MfaPresent': ['true'] }, NumberLessThan: { 'g:MFAAge': ['60'] } },
      found: ['unknown-condition-key'],
    },
    {
      name: 'a bare value that is odd as well',
      Condition: { DateLessThan: { 'g:CurrentTime': 'soon' } },
      found: ['invalid-condition-value', 'condition-value-not-list'],
    },
    { name: 'values of another type', Condition: { Bool: { 'g:MFAPresent': true } }, found: [] },
    { name: 'a list in place of the Condition', Condition: [{}], found: [] },
  ])('$name', ({ Condition, found }) => {
    expect(ids.filter((id) => problemsOf(id, Condition).length > 0)).toEqual(found);
  });

  test('hostile Conditions are linear work', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`g:UserNam${i}${'x'.repeat(i % 50)}`, ['a']]),
    );
    const actions = Array.from({ length: 20_000 }, (_, i) => `s${i}:a:b`);
    const Condition = { StringEquals: many, StringEqual: many, StringLike: many };
    for (const id of ids) problemsOf(id, Condition, actions);
  });
});

const shared = join(import.meta.dirname, '../../../shared');
const table = join(shared, 'docs/hwc-site/identity-actions.tsv');

describe.skipIf(!existsSync(table))('the keys on the pages (needs ../shared/docs beside the project)', () => {
  test('are known, but for those of which the pages say that IAM does not fill them in', () => {
    const keys = new Set<string>();
    for (const row of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const cell = row.split('\t')[6] ?? '';
      for (const [key] of cell.matchAll(/[a-z][a-z0-9-]*:[A-Za-z][A-Za-z-]*/g)) keys.add(key);
    }
    for (const file of readdirSync(join(shared, 'policies')).filter((name) => name.includes('-policy-1.1'))) {
      const text = readFileSync(join(shared, 'policies', file), 'utf8');
      for (const [, key = ''] of text.matchAll(/"([a-z][a-z0-9]*:[A-Za-z][\w/-]*)"\s*:/g)) keys.add(key);
    }
    keys.add('obs:SourceVpc');
    expect(keys.size).toBeGreaterThan(70);
    const unknown = [...keys].filter((key) => {
      const [prefix] = key.split(':');
      const service = prefix === 'g' ? 'ecs' : prefix;
      const text = JSON.stringify({
        Version: '1.1',
        Statement: [
          {
            Effect: 'Allow',
            Action: [`${service}:a:b`],
            Condition: { StringEquals: { [key]: ['x'] } },
          },
        ],
      });
      return lintFile(readPolicyFile('p.json', text), { ...ruleWorld() }).some(
        ({ rule }) => rule === 'unknown-condition-key' || rule === 'foreign-condition-key',
      );
    });
    expect(unknown.sort()).toEqual(['g:EnterpriseProjectId', 'g:RequestTag', 'g:ResourceTag', 'g:TagKeys']);
  });
});
