import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { createLocator, pointerOf } from '../../src/policy/region-of.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';

const statement = { Effect: 'Allow', Action: ['ims:images:list'] };
const policy = { Version: '1.1', Statement: [statement] };
const role = {
  Version: '1.0',
  Statement: [statement],
  Depends: [{ catalog: 'BASE', display_name: 'Tenant Guest' }],
};

function read(content: unknown) {
  return readPolicyFile('a.json', JSON.stringify(content));
}

describe('the envelopes of the IAM API', () => {
  test.each([
    {
      name: 'as sent',
      content: { role: { display_name: 'Mine', type: 'XA', description: 'x', policy } },
      at: '/role/policy',
    },
    {
      name: 'as replied alone',
      content: { id: '0', display_name: 'Mine', type: 'XA', links: {}, policy },
      at: '/policy',
    },
    {
      name: 'as listed',
      content: { roles: [{ display_name: 'Mine', type: 'XA', policy }], links: {} },
      at: '/roles/0/policy',
    },
  ])('$name are read, with name, layer and places in the file', ({ content, at }) => {
    const { kind, policies } = read(content);
    expect(kind).toBe('policy');
    expect(policies).toHaveLength(1);
    const [found] = policies;
    expect(found).toMatchObject({ kind: 'policy', displayName: 'Mine', layer: 'XA', faults: [] });
    expect(pointerOf(found?.root ?? [])).toBe(at);
    expect(pointerOf(found?.statements[0]?.actions[0]?.path ?? [])).toBe(`${at}/Statement/0/Action/0`);
  });

  test.each([
    {
      what: 'a list of documents',
      content: { policies: [policy, policy] },
      at: ['/policies/0', '/policies/1'],
    },
    {
      what: 'a list of roles',
      content: { policies: [{ display_name: 'Mine', type: 'XA', policy }] },
      at: ['/policies/0/policy'],
    },
    {
      what: 'a listing of groups',
      content: { groups: [{ name: 'a', roles: [{ display_name: 'Mine', policy }] }, { name: 'b' }] },
      at: ['/groups/0/roles/0/policy'],
    },
    {
      what: 'a listing of agencies',
      content: { agencies: [{ name: 'a', roles: [{ display_name: 'Mine', policy }] }] },
      at: ['/agencies/0/roles/0/policy'],
    },
    {
      what: 'an agency',
      content: { agency: { name: 'a', roles: [{ display_name: 'Mine', policy }] } },
      at: ['/agency/roles/0/policy'],
    },
    {
      what: 'a request for credentials',
      content: { auth: { identity: { methods: ['token'], policy } } },
      at: ['/auth/identity/policy'],
    },
  ])('of $what are read', ({ content, at }) => {
    const { policies } = read(content);
    expect(policies.map(({ root = [] }) => pointerOf(root))).toEqual(at);
    expect(policies.map(({ kind, faults }) => [kind, faults])).toEqual(at.map(() => ['policy', []]));
  });

  test('an entry of a list of policies without a document may be any policy', () => {
    const { policies } = read({ policies: [policy, { name: 'x' }] });
    expect(policies.map(({ kind, faults }) => [kind, faults.map((fault) => fault.kind)])).toEqual([
      ['policy', []],
      ['unreadable', ['missing-member']],
    ]);
    expect(read({ policies: [{ name: 'x' }], groups: [{ name: 'y' }] })).toMatchObject({ kind: 'none' });
  });

  test('places are those of the file', () => {
    const text =
      '{\n  "role": {\n    "policy": {\n      "Version": "1.1",\n      "Statement": []\n    }\n  }\n}';
    const { policies } = readPolicyFile('a.json', text);
    expect(policies[0]?.faults.map(({ kind, path }) => [kind, pointerOf(path)])).toEqual([
      ['empty-list', '/role/policy/Statement'],
    ]);
    expect(createLocator(text).regionOf(policies[0]?.faults[0]?.path ?? [])).toMatchObject({
      line: 5,
      column: 20,
    });
  });

  test('a list holds a policy for each role, of whatever kind', () => {
    const { policies } = read({
      roles: [
        { display_name: 'One', policy },
        { display_name: 'Two', catalog: 'BASE', type: 'AA', policy: role },
      ],
    });
    expect(policies.map(({ kind, displayName, layer }) => [kind, displayName, layer])).toEqual([
      ['policy', 'One', undefined],
      ['role', 'Two', 'AA'],
    ]);
    expect(policies[1]?.depends).toEqual([{ displayName: 'Tenant Guest', catalog: 'BASE' }]);
  });

  test('a role of the vendor is a role whatever its Version; a flag makes it a policy', () => {
    const kindOf = (more: object) => {
      const [found] = read({ role: { display_name: 'X', policy, ...more } }).policies;
      return [found?.kind, found?.faults];
    };
    expect(kindOf({ catalog: 'BASE' })).toEqual(['role', []]);
    expect(kindOf({ catalog: 'BASE', flag: 'fine_grained' })).toEqual(['policy', []]);
    expect(kindOf({ catalog: 'CUSTOMED' })).toEqual(['policy', []]);
    expect(kindOf({})).toEqual(['policy', []]);
  });

  test('several envelopes in one object are all read; a list of roles without policies is none of them', () => {
    const roots = (content: unknown) => read(content).policies.map(({ root = [] }) => pointerOf(root));
    expect(roots({ role: { policy }, roles: [{ policy }], policy })).toEqual([
      '/role/policy',
      '/roles/0/policy',
      '/policy',
    ]);
    expect(roots({ roles: [{ name: 'admin' }], role: { name: 'x' }, policy })).toEqual(['/policy']);
  });

  const bare = { Effect: 'Allow', Action: ['ims:images:list'] };
  const withNulls = {
    Version: '1.1',
    Depends: null,
    Statement: [{ ...bare, Resource: null, Condition: null, Sid: null }],
  };
  const reply = { display_name: 'Mine', type: 'XA', catalog: 'CUSTOMED', flag: null, description_cn: null };
  test.each([
    { name: 'a role', content: { role: { ...reply, policy: withNulls } } },
    { name: 'a role alone', content: { ...reply, links: { next: null }, policy: withNulls } },
    { name: 'a list of roles', content: { roles: [{ ...reply, policy: withNulls }], links: { next: null } } },
    { name: 'a list of policies', content: { policies: [{ ...reply, policy: withNulls }] } },
    { name: 'roles in a list', content: [{ role: { ...reply, policy: withNulls } }] },
    {
      name: 'a system policy',
      content: { roles: [{ ...reply, catalog: 'IMS', flag: 'fine_grained', policy: withNulls }] },
    },
    {
      name: 'a role without type',
      content: { role: { ...reply, type: null, catalog: null, policy: withNulls } },
    },
  ])('a member that is null is absent in $name, in JSON and in YAML', ({ content }) => {
    const files = [
      readPolicyFile('a.json', JSON.stringify(content)),
      readPolicyFile('a.yaml', stringify(content), readYaml),
    ];
    for (const { policies } of files) {
      expect(policies).toMatchObject([{ kind: 'policy', displayName: 'Mine', faults: [] }]);
      expect(policies[0]?.statements).toMatchObject([
        { effect: 'allow', resource: { kind: 'omitted' }, condition: undefined },
      ]);
      expect(policies[0]?.depends).toBeUndefined();
    }
  });

  test.each([
    {
      name: 'Effect',
      policy: { ...policy, Statement: [{ ...bare, Effect: null }] },
      at: '/role/policy/Statement/0',
    },
    {
      name: 'Action',
      policy: { ...policy, Statement: [{ ...bare, Action: null }] },
      at: '/role/policy/Statement/0',
    },
    { name: 'Statement', policy: { ...policy, Statement: null }, at: '/role/policy' },
    { name: 'Version', policy: { ...policy, Version: null }, at: '/role/policy' },
  ])('$name is missing where it is null', ({ name, policy, at }) => {
    const { policies } = read({ role: { ...reply, policy } });
    expect(policies[0]?.faults).toMatchObject([{ kind: 'missing-member', member: name }]);
    expect(pointerOf(policies[0]?.faults[0]?.path ?? [])).toBe(at);
  });

  test('a role whose policy is null has none', () => {
    const { policies } = read({
      roles: [
        { ...reply, policy },
        { ...reply, policy: null },
      ],
    });
    expect(policies.map(({ faults }) => faults.map(({ kind }) => kind))).toEqual([[], ['missing-member']]);
  });

  test.each([
    {
      name: 'in a file of its own',
      content: (more: object) => ({ Version: '1.1', Statement: [{ ...bare, ...more }] }),
      more: { Condition: null },
    },
    {
      name: 'inside a Condition',
      content: (more: object) => ({
        role: { ...reply, policy: { Version: '1.1', Statement: [{ ...bare, ...more }] } },
      }),
      more: { Condition: { Bool: null } },
    },
    {
      name: 'in a list',
      content: (more: object) => ({
        role: { ...reply, policy: { Version: '1.1', Statement: [{ ...bare, ...more }] } },
      }),
      more: { Action: ['ims:images:list', null] },
    },
  ])('null is of the wrong type $name', ({ content, more }) => {
    const [found] = read(content(more)).policies;
    expect(found?.faults).toMatchObject([{ kind: 'wrong-type', found: 'null' }]);
  });

  test('an entry without content is unreadable, not nothing', () => {
    const { policies } = read({
      roles: [{ display_name: 'Bare' }, { display_name: 'Whole', policy }, { policy: 7 }],
    });
    expect(
      policies.map(({ kind, faults }) => [kind, faults.map((fault) => [fault.kind, pointerOf(fault.path)])]),
    ).toEqual([
      ['unreadable', [['missing-member', '/roles/0']]],
      ['policy', []],
      ['unreadable', [['wrong-type', '/roles/2/policy']]],
    ]);
  });

  test('a member that stands twice is a fault of the policy it lies in, or of the first', () => {
    const twice = (text: string) =>
      readPolicyFile('a.json', text).policies.map(({ faults }) => faults.map(({ kind }) => kind));
    const one = JSON.stringify({ policy });
    expect(
      twice(
        `{"roles":[${one},{"policy":{"Version":"1.1","Version":"1.1","Statement":[${JSON.stringify(statement)}]}}]}`,
      ),
    ).toEqual([[], ['duplicate-member']]);
    expect(twice(`{"roles":[],"roles":[${one},${one}]}`)).toEqual([['duplicate-member'], []]);
  });

  test('a broken one has faults', () => {
    const text = JSON.stringify({ role: { display_name: 'Mine', policy } }).slice(0, -3);
    const { policies } = readPolicyFile('a.json', text);
    expect(policies.flatMap(({ faults }) => faults.map(({ kind }) => kind))).toContain('invalid-json');
  });

  test.each([
    { name: 'something else under policy', content: { policy: { action: 'retry', effect: 'none' } } },
    { name: 'something else under roles', content: { roles: [{ name: 'admin', action: 'x' }, 'Effect'] } },
    {
      name: 'a policy as a text beside other members',
      content: { bucket: 'x', policy: JSON.stringify(policy) },
    },
    {
      name: 'a policy as a text of a resource of Terraform',
      content: { type: 'huaweicloud_identity_role', policy: JSON.stringify(policy) },
    },
    { name: 'another text under policy', content: { policy: 'Effect' } },
    {
      name: 'a policy of another cloud as a text',
      content: {
        policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*' }] }),
      },
    },
    { name: 'rules of another format', content: { rules: [{ policy: { Version: '1.1', Statement: [] } }] } },
    { name: 'policies by name', content: { policy1: policy, policy2: policy } },
  ])('$name is none', ({ content }) => {
    expect(read(content)).toMatchObject({ kind: 'none', policies: [] });
  });

  test.each([
    { name: 'alone', content: { policy: JSON.stringify(policy) }, at: '/policy' },
    { name: 'with a type', content: { type: 'XA', policy: JSON.stringify(policy) }, at: '/policy' },
    {
      name: 'in a role',
      content: { role: { display_name: 'x', policy: JSON.stringify(policy) } },
      at: '/role/policy',
    },
  ])('a policy as a text, $name, is double encoded', ({ content, at }) => {
    for (const { kind, policies } of [
      read(content),
      readPolicyFile('a.yaml', stringify(content), readYaml),
    ]) {
      expect(kind).toBe('unreadable');
      expect(
        policies.flatMap(({ faults }) => faults.map(({ kind, path }) => [kind, pointerOf(path)])),
      ).toEqual([['double-encoded-policy', at]]);
    }
  });

  const mine = { display_name: 'Mine', policy };
  test.each([
    {
      name: 'role misspelt',
      content: { rol: mine },
      fault: 'unknown-member',
      at: '/rol',
      root: '/rol/policy',
    },
    {
      name: 'role in capitals',
      content: { Role: mine },
      fault: 'unknown-member',
      at: '/Role',
      root: '/Role/policy',
    },
    {
      name: 'roles misspelt',
      content: { rolles: [mine] },
      fault: 'unknown-member',
      at: '/rolles',
      root: '/rolles/0/policy',
    },
    {
      name: 'one role as roles',
      content: { roles: mine },
      fault: 'wrong-type',
      at: '/roles',
      root: '/roles/policy',
    },
    {
      name: 'a list as role',
      content: { role: [mine] },
      fault: 'wrong-type',
      at: '/role',
      root: '/role/0/policy',
    },
    {
      name: 'policy misspelt',
      content: { role: { display_name: 'Mine', polcy: policy } },
      fault: 'unknown-member',
      at: '/role/polcy',
      root: '/role/polcy',
    },
  ])('$name is read, with a fault', ({ content, fault, at, root }) => {
    const [found] = read(content).policies;
    expect(found).toMatchObject({ kind: 'policy', displayName: 'Mine', statements: [{ effect: 'allow' }] });
    expect(pointerOf(found?.root ?? [])).toBe(root);
    expect(found?.faults.map(({ kind, path }) => [kind, pointerOf(path)])).toEqual([[fault, at]]);
  });

  test('a policy of another kind inside is recognised', () => {
    const aws = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    expect(read({ policy: aws })).toMatchObject({ kind: 'foreign', foreign: 'AWS policy', policies: [] });
  });
});

describe('Depends', () => {
  const dependsOf = (Depends: unknown) => {
    const [found] = read({ ...role, Depends }).policies;
    return {
      depends: found?.depends,
      faults: found?.faults.map(({ kind, path }) => [kind, pointerOf(path)]),
    };
  };

  test.each([
    { Depends: [], depends: undefined, faults: [] },
    { Depends: [{ display_name: 'A' }], depends: [{ displayName: 'A' }], faults: [] },
    {
      Depends: [{ display_name: 'A', catalog: 'OBS' }],
      depends: [{ displayName: 'A', catalog: 'OBS' }],
      faults: [],
    },
    { Depends: [{ catalog: 'OBS' }], depends: undefined, faults: [['missing-member', '/Depends/0']] },
    {
      Depends: [{ display_name: 1 }],
      depends: undefined,
      faults: [['wrong-type', '/Depends/0/display_name']],
    },
    { Depends: ['A'], depends: undefined, faults: [['wrong-type', '/Depends/0']] },
    { Depends: {}, depends: undefined, faults: [['wrong-type', '/Depends']] },
  ])('$Depends', ({ Depends, depends, faults }) => {
    expect(dependsOf(Depends)).toEqual({ depends, faults });
  });
});
