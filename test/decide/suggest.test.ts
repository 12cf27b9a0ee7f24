import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allNeeded, best } from '../../src/decide/combine.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import { type SuggestionQuestion, suggest, wayOfApis } from '../../src/decide/suggest.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Grant } from '../../src/model/grant.ts';
import { type Policy, type Statement, unplaced } from '../../src/model/policy.ts';
import { type PlainStatement, plainMatches } from '../support/plain-decision.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
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

const limited = (...actions: string[]): PlainStatement => ({ effect: 'allow', actions, maybe: true });

function questionOf(ways: readonly (readonly Entry[])[]): SuggestionQuestion {
  return {
    groups: [ways.map(wayOfApis)],
    decide: (decider) => best(ways.map((way) => allNeeded(way.map((entry) => decider.api(entry).decision)))),
  };
}

function suggestFor(ways: readonly (readonly Entry[])[], grants: readonly Grant[]) {
  const { policies, decision, remaining } = suggest(questionOf(ways), grants, options);
  return {
    policies: policies.map(({ level, actions, decision: leads, around, places }) => ({
      level,
      actions,
      leads,
      ...(around.length === 0 ? {} : { without: around.map(({ message }) => message) }),
      ...(places.some((place) => Object.keys(place).length > 1) ? { places } : {}),
    })),
    decision,
    remaining: remaining.map(({ message }) => message),
  };
}

const suggestFrom = (ways: readonly (readonly Entry[])[], ...statements: PlainStatement[]) =>
  suggestFor(ways, grantsOf([policyOf(statements)]));

describe('suggest', () => {
  test('names the missing actions and dependencies, split by level, and they suffice', () => {
    const needed = api(['s:a:get', 's:a:update'], ['obs:bucket:*', 'CSBS:backup:*']);
    expect(suggestFrom([[needed]], allow('s:a:get'))).toEqual({
      policies: [
        { level: 'global', actions: ['obs:bucket:*'], leads: 'not-allowed' },
        { level: 'project', actions: ['csbs:backup:*', 's:a:update'], leads: 'allowed' },
      ],
      decision: 'allowed',
      remaining: [],
    });
  });

  test('takes the way that needs least', () => {
    const ways = [[api(['s:a:get', 's:a:list'])], [api(['s:b:get'])]];
    expect(suggestFrom(ways).policies).toEqual([
      { level: 'project', actions: ['s:b:get'], leads: 'allowed' },
    ]);
  });

  test('takes the way that leaves out no limit', () => {
    const ways = [[api(['s:b:get'])], [api(['s:a:get', 's:a:list'])]];
    expect(suggestFrom(ways, limited('s:b:get')).policies).toEqual([
      { level: 'project', actions: ['s:a:get', 's:a:list'], leads: 'allowed' },
    ]);
  });

  test('suggests nothing for what is allowed', () => {
    expect(suggestFrom([[api(['s:a:get'])]], allow('s:*:*'))).toEqual({
      policies: [],
      decision: 'allowed',
      remaining: [],
    });
  });

  test('what leaves out a Condition stands apart, and says so', () => {
    expect(suggestFrom([[api(['s:a:get'])]], limited('s:*:*'))).toEqual({
      policies: [
        {
          level: 'project',
          actions: ['s:a:get'],
          leads: 'allowed',
          without: ['allowed now only while `g:MFAPresent` is `true`'],
        },
      ],
      decision: 'allowed',
      remaining: [],
    });
  });

  test('what is missing comes before what leaves out a limit', () => {
    const needed = api(['s:a:get', 's:a:list', 's:b:get']);
    expect(suggestFrom([[needed]], limited('s:a:*')).policies).toEqual([
      { level: 'project', actions: ['s:b:get'], leads: 'conditional' },
      {
        level: 'project',
        actions: ['s:a:get', 's:a:list'],
        leads: 'allowed',
        without: ['allowed now only while `g:MFAPresent` is `true`'],
      },
    ]);
  });

  test('a limited dependency is limited too', () => {
    const { policies } = suggestFrom([[api(['s:a:get'], ['obs:bucket:*'])]], limited('obs:bucket:Get*'));
    expect(policies).toMatchObject([
      { actions: ['s:a:get'], leads: 'conditional' },
      { actions: ['obs:bucket:*'], leads: 'allowed', without: [expect.stringContaining('g:MFAPresent')] },
    ]);
  });

  test.each([
    { name: 'a Resource', keys: {}, resources: [] },
    { name: 'a Resource that is not the one asked about', keys: {}, resources: ['s:*:*:a:other'] },
  ])('$name is a limit', ({ resources }) => {
    const statement: Statement = {
      path: [],
      effect: 'allow',
      actions: [{ text: 's:a:get', path: [] }],
      resource: { kind: 'list', resources: unplaced(['s:*:*:a:mine']), path: ['Resource'] },
      condition: undefined,
    };
    const policy: Policy = { file: 'p.json', kind: 'policy', faults: [], statements: [statement] };
    const context = { keys: new Map(), resources };
    const { policies } = suggest(questionOf([[api(['s:a:get'])]]), grantsOf([policy]), {
      ...options,
      context,
    });
    expect(policies.map(({ decision, around }) => ({ decision, without: around }))).toMatchObject([
      { decision: 'allowed', without: [{ message: 'allowed now only for the resources `s:*:*:a:mine`' }] },
    ]);
  });

  test('a Condition that is known not to hold is still a limit', () => {
    const context = { keys: new Map([['g:MFAPresent', ['false']]]), resources: [] };
    const grants = grantsOf([policyOf([limited('s:a:get')])]);
    const { policies } = suggest(questionOf([[api(['s:a:get'])]]), grants, { ...options, context });
    expect(policies.map(({ around }) => around.length)).toEqual([1]);
  });

  test('a Deny cannot be granted away, and is named', () => {
    const { policies, decision, remaining } = suggestFrom([[api(['s:a:get', 's:a:list'])]], deny('s:a:get'));
    expect({ policies, decision, remaining }).toEqual({
      policies: [],
      decision: 'denied',
      remaining: ['`s:a:get` is denied'],
    });
  });

  test('nor can one with a Condition', () => {
    const denial: PlainStatement = { effect: 'deny', actions: ['s:a:get'], maybe: true };
    expect(suggestFrom([[api(['s:a:get'])]], allow('s:*:*'), denial)).toEqual({
      policies: [],
      decision: 'conditional',
      remaining: ['denied only while `g:MFAPresent` is `true`'],
    });
    // Without any Allow the answer gets better, and says what stays open.
    expect(suggestFrom([[api(['s:a:get'])]], denial)).toEqual({
      policies: [{ level: 'project', actions: ['s:a:get'], leads: 'conditional' }],
      decision: 'conditional',
      remaining: ['denied only while `g:MFAPresent` is `true`'],
    });
  });

  test('a limit is not left out for nothing', () => {
    const denial: PlainStatement = { effect: 'deny', actions: ['s:a:get'], maybe: true };
    expect(suggestFrom([[api(['s:a:get'])]], limited('s:a:get'), denial).policies).toEqual([]);
  });

  test('a scope without effect cannot be granted away', () => {
    expect(suggestFor([[api(['s:a:get'])]], grantsOf([policyOf([])], 'enterprise-project'))).toEqual({
      policies: [],
      decision: 'not-allowed',
      remaining: ['it does not support enterprise projects, so a grant in one has no effect on it'],
    });
  });

  test('an addition is granted in every project that the grants name, and globally for global services', () => {
    const empty = policyOf([]);
    const project = (name: string): Grant => ({
      policy: empty,
      place: { kind: 'iam', where: { project: name } },
    });
    const needed = api(['s:a:get'], ['obs:bucket:*']);
    expect(suggestFor([[needed]], [project('p'), project('q')])).toEqual({
      policies: [
        {
          level: 'global',
          actions: ['obs:bucket:*'],
          leads: 'not-allowed',
          places: [{ kind: 'iam', where: 'global' }],
        },
        {
          level: 'project',
          actions: ['s:a:get'],
          leads: 'allowed',
          places: [
            { kind: 'iam', where: { project: 'p' } },
            { kind: 'iam', where: { project: 'q' } },
          ],
        },
      ],
      decision: 'allowed',
      remaining: [],
    });
  });

  test(
    'what is suggested helps, leads where it says, and leaves out no limit unsaid',
    () => {
      const name = fc.constantFrom('s:a:get', 's:a:list', 's:b:get', 'obs:x:get');
      const statement: fc.Arbitrary<PlainStatement> = fc.record({
        effect: fc.constantFrom('allow', 'allow', 'deny'),
        actions: fc.array(fc.oneof(name, fc.constantFrom('s:a:*', 's:*:*', 'obs:*:*')), {
          minLength: 1,
          maxLength: 2,
        }),
        maybe: fc.boolean(),
      });
      const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
      const way = fc.tuple(names, fc.uniqueArray(name, { maxLength: 2 }));
      fc.assert(
        fc.property(
          fc.array(statement, { maxLength: 4 }),
          fc.array(way, { minLength: 1, maxLength: 2 }),
          (statements, given) => {
            const ways = given.map(([actions, dependencies]) => [api(actions, dependencies)]);
            const grants = grantsOf([policyOf(statements)]);
            const question = questionOf(ways);
            const before = question.decide(deciderFor(grants, options));
            const { request, policies, decision } = suggest(question, grants, options);
            const added = policies.map(({ actions }) =>
              policyOf([{ effect: 'allow', actions, maybe: false }]),
            );
            for (const [at, { decision: leads, actions, around }] of policies.entries()) {
              const more = grantsOf(added.slice(0, at + 1));
              expect(question.decide(deciderFor([...grants, ...more], options))).toBe(leads);
              const isLimited = statements.some(
                (one) =>
                  one.effect === 'allow' &&
                  one.maybe &&
                  one.actions.some((pattern) => actions.some((action) => plainMatches(pattern, action))),
              );
              expect(around.length > 0).toBe(isLimited);
            }
            expect(policies.at(-1)?.decision ?? before).toBe(decision);
            const isBetter = best([decision, before]) === decision && decision !== before;
            if (policies.length > 0) expect(isBetter || request !== undefined).toBe(true);
            if (request !== undefined) {
              const free = added.slice(0, policies.filter(({ around }) => around.length === 0).length);
              const context = { keys: request.keys, resources: request.resources };
              const asked = deciderFor([...grants, ...grantsOf(free)], { ...options, context });
              expect(question.decide(asked)).toBe(request.decision);
              expect(best([request.decision, before])).toBe(request.decision);
              expect(request.decision).not.toBe(before);
            }
            // Each action of the addition is needed for the answer, or for that of the request.
            for (const [at, { actions }] of policies.entries())
              for (const action of actions) {
                const fewer = added.flatMap((policy, one) =>
                  one === at
                    ? grantsOf([
                        policyOf([
                          {
                            effect: 'allow',
                            actions: actions.filter((other) => other !== action),
                            maybe: false,
                          },
                        ]),
                      ])
                    : grantsOf([policy]),
                );
                const without = question.decide(deciderFor([...grants, ...fewer], options));
                if (request === undefined) expect(without).not.toBe(decision);
              }
            if (policies.some(({ around }) => around.length > 0)) expect(isBetter).toBe(true);
          },
        ),
        { numRuns: propertyRuns / 5 },
      );
    },
    propertyTimeout,
  );
});
