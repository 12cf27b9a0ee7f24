import { describe, expect, test } from 'vitest';
import type { DecisionOptions } from '../../src/decide/decide-api.ts';
import { everyMeaning } from '../../src/decide/decide-over-meanings.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import type { Cloud } from '../../src/model/cloud.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Grant } from '../../src/model/grant.ts';
import type { Policy, PolicyFile, PolicyMeaning } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { testLanguage } from '../support/statements.ts';

const options: DecisionOptions = {
  language: testLanguage,
  context: nothingKnown,
  levelOf: () => 'project',
  ignoreDependencies: false,
};

/** A policy of `allow a` and `deny a`. */
function fileOf(name: string, ...statements: readonly string[]): PolicyFile {
  const Statement = statements.map((one) => {
    const [effect, action] = one.split(' ');
    return { Effect: effect === 'allow' ? 'Allow' : 'Deny', Action: [action] };
  });
  return readPolicyFile(name, JSON.stringify({ Version: '1.1', Statement }));
}

const meaning = (cloud: Cloud, regions: readonly string[], file: PolicyFile): PolicyMeaning => ({
  cloud,
  regions,
  file,
});

function named(name: string, ...meanings: readonly PolicyMeaning[]): Policy {
  return {
    file: `system:${name}`,
    kind: 'policy',
    displayName: name,
    statements: [],
    faults: [],
    unpublished: { services: null },
    meanings,
  };
}

const granted = (...policies: readonly Policy[]): Grant[] =>
  policies.map((policy) => ({ policy, place: { kind: 'iam' } }));

const decide = (grants: readonly Grant[], action: string) =>
  deciderFor(grants, options).action(action, () => []);

const one = named(
  'one',
  meaning(
    'otc',
    ['eu-de', 'eu-nl'],
    fileOf('a', 'allow ims:images:get', 'allow ims:images:list', 'deny ims:tags:get'),
  ),
  meaning('otc', ['eu-ch2'], fileOf('b', 'allow ims:images:get', 'deny ims:tags:get')),
);
const two = named(
  'two',
  meaning('otc', ['eu-de'], fileOf('c', 'deny ims:images:get')),
  meaning('otc', ['eu-ch2'], fileOf('d', 'allow ims:images:list')),
);

describe('a name of several policies', () => {
  test.each([
    { action: 'ims:images:get', decision: 'allowed' },
    { action: 'ims:images:list', decision: 'conditional' },
    { action: 'ims:images:put', decision: 'not-allowed' },
    { action: 'ims:tags:get', decision: 'denied' },
    { action: 'ims:images:*', decision: 'conditional' },
  ])('$action is $decision', ({ action, decision }) => {
    expect(decide(granted(one), action).decision).toBe(decision);
  });

  test('says where it is what', () => {
    expect(decide(granted(one), 'ims:images:list').reasons).toEqual([
      {
        kind: 'layer',
        message:
          '`one` means other policies from one cloud or region to the next: allowed in otc eu-de, otc eu-nl; not-allowed in otc eu-ch2',
      },
    ]);
    expect(decide(granted(one), 'ims:images:get').reasons).toEqual([]);
  });

  test('and another name are what they are in one region together', () => {
    // eu-nl does not know `two`, which may be either policy there.
    const { decision, reasons } = decide(granted(one, two), 'ims:images:list');
    expect(decision).toBe('allowed');
    expect(reasons).toEqual([]);
    expect(decide(granted(one, two), 'ims:images:get').decision).toBe('conditional');
    expect(decide(granted(one, two), 'ims:images:get').reasons[0]?.message).toContain(
      'allowed in otc eu-ch2, otc eu-nl; denied in otc eu-de',
    );
  });

  test('is shown with every policy', () => {
    expect(everyMeaning(granted(one)).map(({ policy }) => policy.file)).toEqual(['a', 'b']);
  });

  test('counts in the place of the grant', () => {
    const places = (['eu-de', 'eu-nl'] as const).map(
      (project) => ({ kind: 'iam', where: { project } }) as const,
    );
    const grants: Grant[] = [
      { policy: one, place: places[0] ?? { kind: 'iam' } },
      {
        policy: named('three', meaning('otc', ['eu-ch2'], fileOf('e', 'allow ims:images:list'))),
        place: places[1] ?? { kind: 'iam' },
      },
    ];
    expect(decide(grants, 'ims:images:get').decision).toBe('conditional');
  });
});
