import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecisions } from '../../src/decide/changed-decisions.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import { haveSameFrames, haveSameLanguages } from '../../src/decide/same-languages.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { fakeCatalogue } from '../support/fake-catalogue.ts';
import { type PlainStatement, plainDecision } from '../support/plain-decision.ts';
import { policyOf, testLanguage } from '../support/statements.ts';

const twins = [{ actions: ['iam:agencies:assume', 'iam:tokens:assume'] as const, reason: 'x' }];

function policy(document: object): Policy {
  const [read] = readPolicyFile('p.json', JSON.stringify(document)).policies;
  if (read === undefined) throw new Error('no policy');
  return read;
}

interface Loose {
  readonly Effect?: string;
  readonly Action: readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

const mfa = { Bool: { 'g:MFAPresent': ['true'] } };
const statements = (...list: readonly Loose[]) =>
  policy({ Version: '1.1', Statement: list.map((one) => ({ Effect: 'Allow', ...one })) });

describe('haveSameLanguages', () => {
  test.each([
    { name: 'a duplicate', a: [{ Action: ['a:b:c', 'A:b:C'] }], b: [{ Action: ['a:b:c'] }], same: true },
    {
      name: 'another order',
      a: [{ Action: ['a:b:c', 'd:e:f'] }],
      b: [{ Action: ['d:e:f', 'a:b:c'] }],
      same: true,
    },
    { name: 'one less', a: [{ Action: ['a:b:c', 'd:e:f'] }], b: [{ Action: ['d:e:f'] }], same: false },
    { name: 'one more', a: [{ Action: ['d:e:f'] }], b: [{ Action: ['a:b:c', 'd:e:f'] }], same: false },
    { name: 'a covered action', a: [{ Action: ['a:b:*', 'a:b:c'] }], b: [{ Action: ['a:b:*'] }], same: true },
    {
      name: 'a covered pattern',
      a: [{ Action: ['a:*:*', 'a:b*:c'] }],
      b: [{ Action: ['a:*:*'] }],
      same: true,
    },
    {
      name: 'the cover taken away',
      a: [{ Action: ['a:b:*', 'a:b:c'] }],
      b: [{ Action: ['a:b:c'] }],
      same: false,
    },
    {
      name: 'a pattern that several cover together',
      a: [{ Action: ['a:*:*', '*:b:x*'] }],
      b: [{ Action: ['a:*:*', '*:b:x*', 'a:b:x*'] }],
      same: true,
    },
    { name: 'another service', a: [{ Action: ['*:b:c', 'a:b:c'] }], b: [{ Action: ['*:b:c'] }], same: true },
    {
      name: 'a statement split in two',
      a: [{ Action: ['a:b:c', 'd:e:f'] }],
      b: [{ Action: ['a:b:c'] }, { Action: ['d:e:f'] }],
      same: true,
    },
    {
      name: 'a statement that stands twice',
      a: [
        { Action: ['a:b:c'], Condition: mfa },
        { Action: ['a:b:c'], Condition: mfa },
      ],
      b: [{ Action: ['a:b:c'], Condition: mfa }],
      same: true,
    },
    {
      name: 'a Condition dropped',
      a: [{ Action: ['a:b:c'], Condition: mfa }],
      b: [{ Action: ['a:b:c'] }],
      same: false,
    },
    {
      name: 'a Condition on what is allowed without it',
      a: [{ Action: ['a:b:c'], Condition: mfa }, { Action: ['a:b:*'] }],
      b: [{ Action: ['a:b:*'] }],
      same: true,
    },
    {
      name: 'what is allowed without a Condition that another statement has',
      a: [{ Action: ['a:b:*'], Condition: mfa }, { Action: ['a:b:c'] }],
      b: [{ Action: ['a:b:*'], Condition: mfa }],
      same: false,
    },
    {
      name: 'an Allow that is denied anyway',
      a: [{ Action: ['a:b:c'] }, { Effect: 'Deny', Action: ['a:*:*'] }],
      b: [{ Effect: 'Deny', Action: ['a:*:*'] }],
      same: false,
    },
    {
      name: 'a Resource',
      a: [{ Action: ['a:b:c'], Resource: ['a:*:*:b:x'] }],
      b: [{ Action: ['a:b:c'] }],
      same: false,
    },
    {
      name: 'all resources',
      a: [{ Action: ['a:b:c'], Resource: ['*'] }],
      b: [{ Action: ['a:b:c'] }],
      same: true,
    },
    {
      name: 'a malformed action less',
      a: [{ Action: ['a:b:c', 'a:b'] }],
      b: [{ Action: ['a:b:c'] }],
      same: false,
    },
    {
      name: 'a malformed action that may grant what another grants',
      a: [{ Action: ['a:b:c', 'a: b:c'] }],
      b: [{ Action: ['a:b:c'] }],
      same: false,
    },
    {
      name: 'one of two actions of which nobody knows which counts',
      a: [{ Action: ['iam:agencies:assume'], Condition: mfa }, { Action: ['iam:agencies:*'] }],
      b: [{ Action: ['iam:agencies:*'] }],
      same: false,
    },
  ])('$name: $same', ({ a, b, same }) => {
    expect(haveSameLanguages(statements(...a), statements(...b), { twins })).toBe(same);
  });

  test('hundreds of patterns with wildcards inside are compared one by one', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const patterns = letters.flatMap((a, i) =>
      letters.slice(0, 10).map((b) => `s:*${a}${b}*:*${letters[25 - i]}*`),
    );
    const narrower = patterns.map((text) => text.replace('*:*', 'x*y*:*'));
    const wide = statements({ Action: patterns });
    expect(haveSameLanguages(statements({ Action: [...patterns, ...narrower] }), wide, { twins })).toBe(true);
    expect(haveSameLanguages(statements({ Action: [...patterns, 's:*q*:*'] }), wide, { twins })).toBe(false);
  });

  test('what stands around the statements has to be the same', () => {
    const Statement = [{ Effect: 'Allow', Action: ['a:b:c'] }];
    const plain = policy({ Version: '1.1', Statement });
    expect(haveSameLanguages(plain, policy({ Version: '1.1', Statement, Id: 1 }), { twins })).toBe(false);
    expect(haveSameLanguages(plain, policy({ Version: '1.0', Statement }), { twins })).toBe(false);
    const role = (type: string) => policy({ role: { type, policy: { Version: '1.1', Statement } } });
    expect(haveSameLanguages(role('AX'), role('XA'), { twins })).toBe(false);
    expect(haveSameLanguages(role('AX'), role('AX'), { twins })).toBe(true);
  });

  test('actions of roles are another vocabulary: they are compared as they stand', () => {
    const role = (...Action: string[]) =>
      policy({ Version: '1.0', Statement: [{ Effect: 'Allow', Action }] });
    expect(haveSameLanguages(role('a:b:*', 'a:b:c'), role('a:b:*'), { twins })).toBe(false);
    expect(haveSameLanguages(role('a:b:c', 'A:B:C'), role('a:b:c'), { twins })).toBe(true);
  });

  test('policies of which it says yes decide alike, and those that decide otherwise get a no', () => {
    const segment = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b');
    const pattern = fc
      .tuple(fc.constantFrom('s', 't', '*'), segment, segment)
      .map((parts) => parts.join(':'));
    const statement: fc.Arbitrary<PlainStatement> = fc.record({
      effect: fc.constantFrom('allow', 'deny'),
      actions: fc.array(pattern, { minLength: 1, maxLength: 4 }),
      maybe: fc.boolean(),
    });
    const concrete = ['s', 't', 'u'].flatMap((service) =>
      ['a', 'b', 'ab', 'x', 'ax', 'xb'].flatMap((type) =>
        ['a', 'b', 'ab', 'x', 'axb'].map((operation) => `${service}:${type}:${operation}`),
      ),
    );
    let yes = 0;
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        (list, which, what) => {
          const at = which % list.length;
          const less = list.map((one, i) =>
            i === at
              ? { ...one, actions: one.actions.filter((_, j) => j !== what % one.actions.length) }
              : one,
          );
          const same = haveSameLanguages(policyOf(list), policyOf(less), { twins: [] });
          if (!same) return;
          yes += 1;
          for (const action of concrete)
            expect(plainDecision(action, less)).toBe(plainDecision(action, list));
        },
      ),
      { numRuns: 5_000 },
    );
    expect(yes).toBeGreaterThan(100);
  });
});

describe('compareDecisions', () => {
  const comparison = compareDecisions(fakeCatalogue(), {
    language: testLanguage,
    context: nothingKnown,
    levelOf: () => 'project',
  });
  const one = statements({ Action: ['ims:images:list', 'ims:images:get'] });

  test('sees what known actions and patterns of the policies come to', () => {
    expect(
      comparison.sameDecisions([one], [statements({ Action: ['ims:images:get', 'IMS:images:list'] })]),
    ).toBe(true);
    expect(comparison.sameDecisions([one], [statements({ Action: ['ims:images:get'] })])).toBe(false);
    const wild = statements({ Action: ['nosuch:*:*'] });
    expect(comparison.sameDecisions([wild], [statements({ Action: ['nosuch:a:*'] })])).toBe(false);
  });

  test('asks only what can differ, and misses nothing by it', () => {
    const catalogue = fakeCatalogue();
    const entries = catalogue.covered().flatMap((service) => catalogue.entries(service));
    const kinds = (one: Policy) =>
      (['iam', 'enterprise-project'] as const).flatMap((kind) => {
        const decider = deciderFor([{ policy: one, place: { kind } }], {
          language: testLanguage,
          context: nothingKnown,
          levelOf: () => 'project',
          ignoreDependencies: false,
        });
        return entries.map((entry) => decider.kindOf(entry));
      });
    const action = fc.constantFrom(
      ...[
        'ims:images:list',
        'ims:images:get',
        'ims:*:*',
        'IMS:images:*',
        'ecs:*:get',
        'ecs:cloudServers:list',
      ],
      ...['*:*:list', '*:*:*', 'evs:volumes:create', 'iam:agencies:assume', 'ims:images'],
    );
    const one: fc.Arbitrary<Loose> = fc.record(
      {
        Effect: fc.constantFrom('Allow', 'Allow', 'Deny', 'deny'),
        Action: fc.array(action, { minLength: 1, maxLength: 3 }),
        Condition: fc.constant(mfa),
      },
      { requiredKeys: ['Effect', 'Action'] },
    );
    const policies = fc.array(one, { minLength: 1, maxLength: 3 });
    let [same, other] = [0, 0];
    fc.assert(
      fc.property(policies, policies, fc.boolean(), (a, b, isNear) => {
        // Often a policy and a part of it, which decide alike now and then.
        const [left, right] = [statements(...a), statements(...(isNear ? [...a, ...b].slice(1) : b))];
        const expected = JSON.stringify(kinds(left)) === JSON.stringify(kinds(right));
        if (!expected) expect(comparison.sameDecisions([left], [right])).toBe(false);
        if (comparison.sameDecisions([left], [right])) same += 1;
        else other += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(same).toBeGreaterThan(10);
    expect(other).toBeGreaterThan(100);
  });

  test('what costs more than is left is not the same, and not counted', () => {
    const knowledge = { language: testLanguage, context: nothingKnown, levelOf: () => 'project' as const };
    const limited = compareDecisions(fakeCatalogue(), knowledge, 1);
    const wide = statements({ Action: ['ims:images:list', 'ims:images:get', 'ims:images:*'] });
    const narrow = statements({ Action: ['ims:images:*'] });
    expect(comparison.sameDecisions([wide], [narrow])).toBe(true);
    expect(limited.sameDecisions([wide], [narrow])).toBe(false);
    expect(limited.changedApis([wide], [one])).toBeUndefined();
    // What says the same word for word asks for nothing.
    expect(
      limited.sameDecisions([one], [statements({ Action: ['ims:images:get', 'IMS:images:list'] })]),
    ).toBe(true);
  });

  test('a fault that was there before is no change of every API', () => {
    const faulty = statements(
      { Action: ['ims:images:list'] },
      { Effect: 'deny', Action: ['ims:images:get'] },
    );
    const fixed = statements({ Action: ['ims:images:list'] }, { Effect: 'Deny', Action: ['ims:images:get'] });
    expect(faulty.faults).not.toEqual([]);
    const catalogue = fakeCatalogue();
    const all = catalogue.covered().flatMap((service) => catalogue.entries(service)).length;
    expect(comparison.changedApis([faulty], [fixed])).toBeLessThan(all);
  });

  test('each policy has to have its counterpart', () => {
    expect(comparison.sameDecisions([one, one], [one])).toBe(false);
    expect(comparison.sameLanguages([one], [one, one])).toBe(false);
  });
});

test('what a faulty statement says stays, wherever it is; case and repeats do not count', () => {
  const withFaulty = (Action: readonly string[], before: readonly object[] = []) =>
    readPolicyFile(
      'a.json',
      JSON.stringify({ Version: '1.1', Statement: [...before, { Effect: 'Permit', Action }] }),
    ).policies[0] as Policy;
  const one = withFaulty(['ims:images:get']);
  expect(haveSameFrames(one, withFaulty(['IMS:images:get', 'ims:images:get']))).toBe(true);
  const moved = withFaulty(['ims:images:get'], [{ Effect: 'Allow', Action: ['ims:images:list'] }]);
  expect(haveSameFrames(one, moved)).toBe(true);
  expect(haveSameFrames(one, withFaulty(['ims:images:list']))).toBe(false);
});
