import { describe, expect, test } from 'vitest';
import type { RequestContext } from '../../src/model/context.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Grant, GrantPlace } from '../../src/model/grant.ts';
import { asIfThere, type Policy, unknownPolicy } from '../../src/model/policy.ts';
import { deciderOf, policyOf } from '../support/statements.ts';

const allow = policyOf([{ effect: 'allow', actions: ['s:a:get'], maybe: false }]);
const deny = policyOf([{ effect: 'deny', actions: ['s:a:*'], maybe: false }]);
const maybe = { maybe: true } as const;

const anywhere: GrantPlace = { kind: 'iam' };
const project = (name: string, hole?: true): GrantPlace => ({
  kind: 'iam',
  where: { project: name, ...(hole === undefined ? {} : { hole }) },
});
const enterpriseProject = (name: string, hole?: true): GrantPlace => ({
  kind: 'enterprise-project',
  name,
  ...(hole === undefined ? {} : { hole }),
});
const unknown: GrantPlace = project('var.project', true);
const other: GrantPlace = project('var.other', true);
const unknownEnterpriseProject: GrantPlace = enterpriseProject('var.eps', true);

function granted(policy: Policy, place: GrantPlace = anywhere, more: Partial<Grant> = {}): Grant {
  return { policy, place, ...more };
}

function decide(grants: readonly Grant[], context: Partial<RequestContext> = {}, action = 's:a:get') {
  return deciderOf(grants, {
    context: { keys: new Map(), resources: [], ...context },
    cloud: 'otc',
  }).action(action, () => [supported]);
}

/** An API that supports enterprise projects. */
const supported: Entry = {
  cloud: 'otc',
  service: 's',
  method: 'GET',
  path: '/v1/a',
  title: 'A',
  deprecated: false,
  actions: [],
  dependencies: [],
  prerequisites: [],
  scopes: { project: true, enterpriseProject: true },
  governed: true,
};

const hole = unknownPolicy('main.tf', ['role'], 'var.role');

describe('a grant that the file does not fix', () => {
  test.each<readonly [what: string, grants: readonly Grant[], decision: string]>([
    ['an Allow that may be granted', [granted(allow, anywhere, maybe)], 'conditional'],
    ['beside a sure one', [granted(allow), granted(allow, anywhere, maybe)], 'allowed'],
    ['a Deny that may be granted', [granted(allow), granted(deny, anywhere, maybe)], 'conditional'],
    ['and denies alone', [granted(deny, anywhere, maybe)], 'not-allowed'],
    ['a policy that may be there', [granted({ ...allow, ...maybe })], 'conditional'],
    ['asked for itself', [granted(asIfThere({ ...allow, ...maybe }))], 'allowed'],
    ['a role that is a hole', [granted(hole)], 'conditional'],
    ['beside an Allow, which it may deny', [granted(allow), granted(hole)], 'conditional'],
    ['beside a sure Deny', [granted(deny), granted(hole)], 'denied'],
    ['a role that is a hole, granted maybe', [granted(allow), granted(hole, anywhere, maybe)], 'conditional'],
  ])('%s', (_, grants, decision) => {
    const decided = decide(grants);
    expect(decided.decision).toBe(decision);
    expect(decided.reasons.map(({ kind }) => kind)).toEqual(decision === 'conditional' ? ['hole'] : []);
  });
});

describe('a place that the file does not fix', () => {
  test.each<readonly [what: string, grants: readonly Grant[], decision: string]>([
    ['is the place that is answered for', [granted(allow, unknown)], 'allowed'],
    ['once for each way it is written', [granted(allow, unknown), granted(deny, unknown)], 'denied'],
    ['may be a project that is named', [granted(allow, project('a')), granted(deny, unknown)], 'conditional'],
    ['and the reverse', [granted(allow, unknown), granted(deny, project('a'))], 'conditional'],
    ['may be another unknown one', [granted(allow, unknown), granted(deny, other)], 'conditional'],
    ['is not refused where it is denied everywhere', [granted(allow, unknown), granted(deny)], 'denied'],
    [
      'is another than one that is named so',
      [granted(allow, project('var.project')), granted(deny, unknown)],
      'conditional',
    ],
    [
      'of an Allow may be elsewhere',
      [granted(allow, unknown), granted(policyOf([]), project('a'))],
      'conditional',
    ],
    ['of an enterprise project', [granted(allow, unknownEnterpriseProject)], 'allowed'],
    [
      'of an enterprise project may be a named one',
      [granted(allow, enterpriseProject('web')), granted(deny, unknownEnterpriseProject)],
      'conditional',
    ],
    [
      'of an enterprise project may not be where the Allow is sure',
      [granted(allow, unknownEnterpriseProject), granted(policyOf([]), enterpriseProject('web'))],
      'conditional',
    ],
  ])('%s', (_, grants, decision) => {
    expect(decide(grants).decision).toBe(decision);
  });

  test('may be the one that the question names', () => {
    const keys = new Map([['g:ProjectName', ['a']]]);
    expect(decide([granted(allow, unknown)], { keys }).decision).toBe('conditional');
    expect(decide([granted(allow, unknown), granted(allow, project('a'))], { keys }).decision).toBe(
      'allowed',
    );
    expect(decide([granted(deny, unknown)], { keys }).decision).toBe('not-allowed');
    expect(decide([granted(allow, project('a')), granted(deny, unknown)], { keys }).decision).toBe(
      'conditional',
    );
  });

  test('is said', () => {
    const { reasons } = decide([granted(allow, project('a')), granted(deny, unknown)]);
    expect(reasons.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'layer: it depends on where the call is made: conditional in project `a`; denied in project `var.project`',
      'hole: it is granted in project `var.project`, and whether the call is made there is not fixed',
    ]);
  });
});
