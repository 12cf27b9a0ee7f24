import { describe, expect, test } from 'vitest';
import { suggest } from '../../src/decide/suggest.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { PlainStatement } from '../support/plain-decision.ts';
import { grantsOf, policyOf, testLanguage } from '../support/statements.ts';

const api = (
  actions: readonly string[],
  dependencies: readonly string[] = [],
  more: Partial<Entry> = {},
): Entry => ({
  cloud: 'otc',
  service: 's',
  method: 'GET',
  path: '/v1/a',
  title: 'A',
  deprecated: false,
  actions: actions.map((action) => ({ action })),
  dependencies: dependencies.map((action) => ({ action })),
  prerequisites: [],
  scopes: { project: true, enterpriseProject: false },
  governed: true,
  ...more,
});
const allow = (...actions: string[]): PlainStatement => ({ effect: 'allow', actions, maybe: false });
const deny = (...actions: string[]): PlainStatement => ({ effect: 'deny', actions, maybe: false });

const options = {
  language: testLanguage,
  context: nothingKnown,
  levelOf: (service: string) => (service === 'obs' ? ('global' as const) : ('project' as const)),
  ignoreDependencies: false,
};

function suggestFor(ways: readonly (readonly Entry[])[], statements: readonly PlainStatement[]) {
  return suggest(ways, grantsOf([policyOf(statements)]), options);
}

describe('suggest', () => {
  test('names the missing actions and dependencies, split by level, and they suffice', () => {
    const needed = api(['s:a:get', 's:a:update'], ['obs:bucket:*', 'CSBS:backup:*']);
    expect(suggestFor([[needed]], [allow('s:a:get')])).toEqual({
      policies: [
        { level: 'global', actions: ['obs:bucket:*'] },
        { level: 'project', actions: ['csbs:backup:*', 's:a:update'] },
      ],
      decision: 'allowed',
      remaining: [],
    });
  });

  test('takes the way that needs least', () => {
    const ways = [[api(['s:a:get', 's:a:list'])], [api(['s:b:get'])]];
    expect(suggestFor(ways, []).policies).toEqual([{ level: 'project', actions: ['s:b:get'] }]);
  });

  test('suggests nothing for what is allowed', () => {
    expect(suggestFor([[api(['s:a:get'])]], [allow('s:*:*')])).toEqual({
      policies: [],
      decision: 'allowed',
      remaining: [],
    });
  });

  test('a Deny cannot be granted away, and is named', () => {
    const { policies, decision, remaining } = suggestFor([[api(['s:a:get', 's:a:list'])]], [deny('s:a:get')]);
    expect({ policies, decision }).toEqual({
      policies: [{ level: 'project', actions: ['s:a:list'] }],
      decision: 'denied',
    });
    expect(remaining.map(({ message }) => message)).toEqual(['`s:a:get` is denied']);
    expect(remaining[0]?.by?.[0]?.path).toEqual(['Statement', 0, 'Action', 0]);
  });

  test('a scope without effect cannot be granted away', () => {
    const grants = grantsOf([policyOf([])], 'enterprise-project');
    const { decision, remaining } = suggest([[api(['s:a:get'])]], grants, options);
    expect(decision).toBe('not-allowed');
    expect(remaining.map(({ message }) => message)).toEqual([
      'it does not support enterprise projects, so a grant in one has no effect on it',
    ]);
  });
});
