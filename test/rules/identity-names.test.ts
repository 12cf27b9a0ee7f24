import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { policyText } from '../support/run-cli.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const world = { ...ruleWorld(), catalogue: loadTestCatalogue(), cloud: 'hwc' as const };

function unknownActions(name: string) {
  return lintFile(readPolicyFile('p.json', policyText([name])), world).filter(
    ({ rule }) => rule === 'unknown-action',
  );
}

describe('a name for identity policies in a policy of Version 1.1', () => {
  test.each([
    { name: 'as:scalingGroup:create', alias: 'as:groups:create' },
    { name: 'as::listQuotas', alias: 'as:quotas:get' },
    { name: 'lts:logStream:listLogStream', alias: 'lts:topics:get' },
  ])('$name is an info that says what Version 1.1 has: $alias', ({ name, alias }) => {
    const [found, ...others] = unknownActions(name);
    expect(others).toEqual([]);
    expect(found?.severity).toBe('info');
    expect(`${found?.message} ${found?.help}`).toContain(`\`${alias}\``);
  });

  // The first is in a permission table; the second is the alias of another name.
  test.each(['vpc:ports:update', 'ces:alarms:put'])(
    'that is an action of Version 1.1 too is not called one: %s',
    (name) => {
      expect(unknownActions(name).filter(({ message }) => message.includes('5.0'))).toEqual([]);
    },
  );

  const list = join(import.meta.dirname, '../../../shared/docs/hwc-site/identity-actions.tsv');
  test.skipIf(!existsSync(list))(
    'is never called wrong, of all that the reference pages list (needs ../shared)',
    () => {
      const [head = '', ...rows] = readFileSync(list, 'utf8').trim().split('\n');
      const column = head.split('\t').indexOf('alias');
      const withAlias = rows.map((row) => row.split('\t')).filter((cells) => cells[column]?.includes(':'));
      expect(withAlias.length).toBeGreaterThan(100);
      const wrong = withAlias
        .map(([, , , action = '']) => action)
        .filter((action) => unknownActions(action).some(({ severity }) => severity === 'error'));
      expect(wrong).toEqual([]);
    },
  );
});
