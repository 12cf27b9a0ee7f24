import { describe, expect, test, vi } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { inText } from '../support/hole-trees.ts';
import { worldOf } from '../support/rule-world.ts';

// The first to ask for the data waits for it.
vi.setConfig({ testTimeout: 120_000 });

/** The rules that offer a fix in a text, in which holes are inside of strings. */
function fixesIn(statement: object, more: object = {}): readonly string[] {
  const text = JSON.stringify({ Version: '1.1', Statement: [statement], ...more }, null, 2);
  const findings = lintFile(readPolicyFile('policy.json', text), worldOf('x'));
  return findings.flatMap(({ rule, fix }) => (fix === undefined ? [] : [rule]));
}

const list = ['ims:images:list'];

describe('a fix', () => {
  test.each<readonly [what: string, statement: object, fixes: readonly string[]]>([
    [
      'is offered beside a hole',
      { Effect: 'Allow', Action: [`ims:${inText}`, 'ims:images:list', 'ims:images:list', 'IMS:images:get'] },
      ['duplicate-action', 'uppercase-service'],
    ],
    [
      'is offered in a statement with a hole elsewhere',
      { Effect: 'Allow', Action: [...list, ...list], Resource: [`obs:*:*:bucket:${inText}`] },
      ['duplicate-action'],
    ],
    ['does not rewrite a hole', { Effect: `allow${inText}`, Action: list }, []],
    ['does not put a hole into a list', { Effect: 'Allow', Action: `ims:${inText}` }, []],
    ['puts what is fixed into a list', { Effect: 'Allow', Action: 'ims:images:list' }, ['wrong-type']],
    [
      'does not put a value that is a hole into a list',
      { Effect: 'Allow', Action: list, Condition: { StringEquals: { 'g:UserName': `a${inText}` } } },
      [],
    ],
    [
      'does not rename what is not fixed',
      { Effect: 'Allow', Action: list, Condition: { StringEqual: { [`g:${inText}`]: ['a'] } } },
      [],
    ],
    ['does not rename what holds a hole', { Effect: 'Allow', actions: [`ims:${inText}`] }, []],
    ['renames what is fixed', { Effect: 'Allow', action: list }, ['unknown-member']],
  ])('%s', (_, statement, fixes) => {
    expect(fixesIn(statement)).toEqual(fixes);
  });

  test('does not take roles away that are not fixed', () => {
    const depends = (...names: readonly string[]) => ({
      Depends: names.map((display_name) => ({ display_name })),
    });
    const statement = { Effect: 'Allow', Action: list };
    expect(fixesIn(statement, depends('Tenant Guest'))).toEqual(['depends-in-custom-policy']);
    expect(fixesIn(statement, depends('Tenant Guest', `a${inText}`))).toEqual([]);
  });
});
