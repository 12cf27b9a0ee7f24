import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import type { Language } from '../../src/model/language.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { resourceCase } from '../../src/rules/resource/resource-case.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { contextOf, ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const world = { ...ruleWorld(), catalogue: loadTestCatalogue() };
const language = JSON.parse(testData().get('language.json') ?? '') as Language;
const ofResources = (rules as readonly Rule[]).filter(({ group }) => group === 'resource');

interface Asked {
  readonly actions: readonly string[];
  readonly resources: unknown;
  readonly cloud?: CloudChoice;
}

function findingsFor({ actions, resources, cloud = 'any' }: Asked): readonly string[] {
  const text = JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }],
  });
  const findings = lintFile(readPolicyFile('policy.json', text), { ...world, cloud, rules: ofResources });
  return findings.map(({ rule, severity, pointer }) => `${severity} ${rule} ${pointer}`);
}

describe('a service takes resources', () => {
  const modelarts = { actions: ['modelarts:notebook:list'], resources: ['modelarts:*:*:notebook:mine'] };
  const kms = { actions: ['kms:cmk:get'], resources: ['kms:*:*:KeyId:0760a9e2'] };
  const unlisted = { actions: ['vpc:vpcs:get'], resources: ['vpc:*:*:vpc:0760a9e2'] };
  const unsupported = ['warning resource-not-supported /Statement/0/Resource/0'];

  test.each<Asked & { name: string; found: readonly string[] }>([
    { name: 'listed for Huawei Cloud', ...kms, cloud: 'hwc', found: [] },
    { name: 'listed for one of the clouds', ...kms, found: [] },
    { name: 'nothing is published for Open Telekom Cloud', ...kms, cloud: 'otc', found: [] },
    { name: 'not listed', ...unlisted, found: unsupported },
    { name: 'not listed, in the cloud with the list', ...unlisted, cloud: 'hwc', found: unsupported },
    { name: 'not listed, in the cloud without one', ...unlisted, cloud: 'otc', found: [] },
    { name: 'a page says it takes none', ...modelarts, cloud: 'otc', found: unsupported },
    {
      name: 'outside the list, on a page of its own',
      actions: ['ecs:cloudServers:start'],
      resources: ['ecs:*:*:instance:0760a9e2'],
      found: [],
    },
    {
      name: 'in the words of a guide',
      actions: ['dds:instance:modify'],
      resources: ['DDS:*:*:instanceName:dds-*'],
      found: [],
    },
    {
      name: 'in the words of a guide of that cloud',
      actions: ['dds:instance:modify'],
      resources: ['DDS:*:*:instanceName:dds-*'],
      cloud: 'otc',
      found: [],
    },
    {
      name: 'in a guide of the other cloud only',
      actions: ['dds:instance:modify'],
      resources: ['dds:*:*:instanceName:dds-*'],
      cloud: 'hwc',
      found: unsupported,
    },
    {
      name: 'in a guide, outside the list',
      actions: ['rds:instance:modify'],
      resources: ['rds:*:*:instance:0760a9e2'],
      cloud: 'hwc',
      found: [],
    },
    {
      name: 'by another of its codes',
      actions: ['dew:cmk:get'],
      resources: ['kms:*:*:KeyId:0760a9e2'],
      found: [],
    },
    {
      name: 'nobody knows the service',
      actions: ['nosuch:thing:get'],
      resources: ['nosuch:*:*:thing:mine'],
      found: [],
    },
  ])('$name', ({ found, ...asked }) => {
    expect(findingsFor(asked)).toEqual(found);
  });
});

describe('places', () => {
  test('of resources after items that are no strings', () => {
    expect(findingsFor({ actions: ['obs:object:GetObject'], resources: [1, 'reports', null, 'x'] })).toEqual([
      'error malformed-resource /Statement/0/Resource/1',
      'error malformed-resource /Statement/0/Resource/3',
    ]);
  });

  test('of a resource that stands without a list', () => {
    expect(findingsFor({ actions: ['obs:object:GetObject'], resources: 'reports' })).toEqual([
      'error malformed-resource /Statement/0/Resource',
    ]);
  });

  test('of agencies after items that are no strings, and without a list', () => {
    const actions = ['iam:agencies:assume'];
    expect(findingsFor({ actions, resources: { uri: [{}, 'builders'] } })).toEqual([
      'warning agency-resource-shape /Statement/0/Resource/uri/1',
    ]);
    expect(findingsFor({ actions, resources: { uri: ['/iam/agencies/builders'] } })).toEqual([]);
  });
});

describe('actions that apply to all resources', () => {
  const mine = ['obs:*:*:bucket:mine'];
  const server = ['ECS:*:*:instance:9e0263ee'];
  const error = ['error resource-type-mismatch /Statement/0/Action/0'];
  const info = ['info resource-type-mismatch /Statement/0/Action/0'];

  test.each<Asked & { name: string; found: readonly string[] }>([
    { name: 'on one', actions: ['obs:bucket:ListAllMyBuckets'], resources: mine, found: error },
    { name: 'in another case', actions: ['OBS:bucket:listallmybuckets'], resources: mine, found: error },
    { name: 'by a pattern', actions: ['obs:bucket:ListAll*'], resources: mine, found: error },
    {
      name: 'on objects',
      actions: ['obs:bucket:ListAllMyBuckets'],
      resources: ['obs:*:*:object:mine/*'],
      found: error,
    },
    {
      name: 'on all objects',
      actions: ['obs:bucket:ListAllMyBuckets'],
      resources: ['obs:*:*:object:*'],
      found: error,
    },
    {
      name: 'that a page of the vendor prints so',
      actions: ['obs:bucket:CreateBucket'],
      resources: mine,
      found: info,
    },
    {
      name: 'by a pattern that is about others too',
      actions: ['obs:bucket:List*'],
      resources: mine,
      found: [],
    },
    {
      name: 'on all of their type',
      actions: ['obs:bucket:CreateBucket'],
      resources: ['obs:*:*:bucket:*'],
      found: [],
    },
    { name: 'on everything', actions: ['obs:bucket:CreateBucket'], resources: ['*'], found: [] },
    {
      name: 'where the pages of the cloud say nothing',
      actions: ['obs:bucket:CreateBucket'],
      resources: mine,
      cloud: 'hwc',
      found: [],
    },
    {
      name: 'on a name to fill in',
      actions: ['obs:bucket:ListAllMyBuckets'],
      resources: ['obs:*:*:bucket:<b>'],
      found: [],
    },
    { name: 'of servers', actions: ['ecs:cloudServers:list'], resources: server, found: error },
    {
      name: 'of servers, in the other cloud',
      actions: ['ecs:cloudServers:list'],
      resources: server,
      cloud: 'otc',
      found: [],
    },
    {
      name: 'of all servers',
      actions: ['ecs:cloudServers:list'],
      resources: ['ECS:*:*:instance:*'],
      found: [],
    },
  ])('$name', ({ found, ...asked }) => {
    expect(findingsFor(asked)).toEqual(found);
  });

  test('are documented actions, each named once', () => {
    const actions = language.resources.allResources.map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
    const known = new Set(
      ['obs', 'ecs'].flatMap((service) => world.catalogue.actions(service).map(({ action }) => action)),
    );
    expect(actions.filter((action) => !known.has(action))).toEqual([]);
  });
});

describe('resources that no action is about', () => {
  const both = ['obs:*:*:bucket:mine', 'obs:*:*:object:mine/*'];
  const unused = ['error resource-type-mismatch /Statement/0/Resource/1'];

  test.each<Asked & { name: string; found: readonly string[] }>([
    { name: 'objects beside buckets', actions: ['obs:bucket:ListBucket'], resources: both, found: unused },
    { name: 'by a pattern', actions: ['obs:bucket:*'], resources: both, found: unused },
    { name: 'that a pattern is about', actions: ['obs:*:List*'], resources: both, found: [] },
    { name: 'that actions of every service are about', actions: ['*:*:*'], resources: both, found: [] },
    {
      name: 'that a malformed action may be about',
      actions: ['obs:bucket:ListBucket', 'obs:o'],
      resources: both,
      found: [],
    },
    {
      name: 'of a type that nobody knows actions of',
      actions: ['obs:bucket:ListBucket', 'obs:new:Get'],
      resources: both,
      found: [],
    },
    {
      name: 'in a statement whose actions match none: said of the actions',
      actions: ['obs:bucket:ListBucket'],
      resources: ['obs:*:*:object:mine/*'],
      found: ['error resource-type-mismatch /Statement/0/Action/0'],
    },
  ])('$name', ({ found, ...asked }) => {
    expect(findingsFor(asked)).toEqual(found);
  });
});

describe('what is left to other rules', () => {
  test.each<Asked & { name: string }>([
    { name: 'a template', actions: ['obs:object:GetObject'], resources: ['\u0024{bucket}/*'] },
    { name: 'a name to fill in', actions: ['obs:object:GetObject'], resources: ['<your bucket>/*'] },
    { name: "another vendor's resource", actions: ['obs:object:GetObject'], resources: ['arn:aws:s3:::b/*'] },
    { name: 'a malformed action', actions: ['obs:object'], resources: ['kms:*:*:KeyId:*'] },
    {
      name: 'an agency to fill in',
      actions: ['iam:agencies:assume'],
      resources: { uri: ['\u0024{agency}'] },
    },
  ])('$name', (asked) => {
    expect(findingsFor(asked)).toEqual([]);
  });

  test('a Resource that is misspelt', () => {
    const statement = { Effect: 'Allow', Action: ['iam:agencies:assume'], Ressource: { uri: [] } };
    const text = JSON.stringify({ Version: '1.1', Statement: [statement] });
    expect(lintFile(readPolicyFile('policy.json', text), { ...world, rules: ofResources })).toEqual([]);
  });

  test.each([
    { Version: '1.0', resource: 'reports' },
    { Version: '5.0', resource: 'obs:::object:reports/*' },
  ])('Version $Version has resources of its own', ({ Version, resource }) => {
    const text = JSON.stringify({
      Version,
      Statement: [{ Effect: 'Allow', Action: ['obs:object:GetObject'], Resource: [resource] }],
    });
    const found = lintFile(readPolicyFile('policy.json', text), { ...world, rules: ofResources });
    expect(found).toEqual([]);
  });
});

describe('resource-case', () => {
  function fixFor(resource: string) {
    const text = JSON.stringify({
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: ['kms:cmk:get'], Resource: [resource] }],
    });
    const { policies } = readPolicyFile('policy.json', text);
    return policies.flatMap((policy) => [...(resourceCase.check?.(contextOf(policy, world)) ?? [])])[0]?.fix;
  }

  test('knows types that are written with capitals', () => {
    expect(fixFor('kms:*:*:KeyId:x')).toBeUndefined();
    expect(fixFor('kms:*:*:keyid:x')?.changes).toEqual([
      { kind: 'replace', path: ['Statement', 0, 'Resource', 0], value: 'kms:*:*:KeyId:x' },
    ]);
  });

  test('leaves services in capitals alone, as the consoles write them', () => {
    expect(fixFor('KMS:*:*:KeyId:x')).toBeUndefined();
  });

  test('its fix is safe for the service only: whether the case of a type counts is documented nowhere', () => {
    expect(fixFor('Kms:*:*:KeyId:X')).toMatchObject({ safe: true, changes: [{ value: 'kms:*:*:KeyId:X' }] });
    expect(fixFor('KMS:*:*:KEYID:X')).toMatchObject({ safe: false });
  });
});

describe('the facts', () => {
  test('name each service once, by a code that is its own', () => {
    const codes = language.resources.services.map(({ service }) => service);
    expect(new Set(codes).size).toBe(codes.length);
    const aliases = new Set(world.catalogue.services().flatMap((service) => service.aliases));
    expect(codes.filter((code) => aliases.has(code))).toEqual([]);
  });

  test('tell the types of actions only that documented actions have, and of resources that are listed', () => {
    for (const { service, types, actions = {} } of language.resources.services) {
      const documented = new Set(
        world.catalogue.actions(service).map(({ resourceType }) => resourceType.toLowerCase()),
      );
      for (const [type, resources] of Object.entries(actions)) {
        expect(documented).toContain(type);
        for (const resource of resources) expect(types).toContain(resource);
      }
    }
  });
});

test('many resources and actions are looked at in one pass', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => i);
  const findings = findingsFor({
    actions: many.map((i) => `obs:bucket:Get${i}`),
    resources: many.map((i) => `s${i}:*:*:object:${i}`).concat('obs:*:*:object:x'),
  });
  expect(findings).toHaveLength(5_001);
});

describe('fixes of what cannot match as it is written are for those who ask for them', () => {
  test.each([
    { rule: 'malformed-resource', resource: ['obs:bucket:b'], value: 'obs:*:*:bucket:b' },
    { rule: 'malformed-resource', resource: [' obs:*:*:bucket:b'], value: 'obs:*:*:bucket:b' },
    { rule: 'malformed-resource', resource: ['obs：*：*：bucket：b'], value: 'obs:*:*:bucket:b' },
    { rule: 'resource-type-mismatch', resource: ['obs:*:*:buckets:b'], value: 'obs:*:*:bucket:b' },
  ])('$rule: $resource', ({ rule, resource, value }) => {
    const statement = { Effect: 'Allow', Action: ['obs:bucket:ListBucket'], Resource: resource };
    expect(fixesOf(rule, statement)).toEqual([
      { safe: false, changes: [{ kind: 'replace', path: ['Statement', 0, 'Resource', 0], value }] },
    ]);
  });

  const agency = '0760a9e2a60026664f1fc0031f9f205e';
  test.each([
    { resource: [`/iam/agencies/${agency}`], path: [], value: { uri: [`/iam/agencies/${agency}`] } },
    { resource: { uri: [agency] }, path: ['uri', 0], value: `/iam/agencies/${agency}` },
  ])('agency-resource-shape: $resource', ({ resource, path, value }) => {
    const statement = { Effect: 'Allow', Action: ['iam:agencies:assume'], Resource: resource };
    const change = { kind: 'replace', path: ['Statement', 0, 'Resource', ...path], value };
    expect(fixesOf('agency-resource-shape', statement)).toEqual([{ safe: false, changes: [change] }]);
  });

  function fixesOf(id: string, statement: object) {
    const text = JSON.stringify({ Version: '1.1', Statement: [statement] });
    const rule = ofResources.find((candidate) => candidate.id === id);
    return readPolicyFile('policy.json', text)
      .policies.flatMap((policy) => [...(rule?.check?.(contextOf(policy, world)) ?? [])])
      .map(({ fix }) => fix && { safe: fix.safe, changes: fix.changes });
  }
});
