import { describe, expect, test } from 'vitest';
import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { CloudChoice, GrantScope } from '../../src/model/cloud.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { RuleWorld } from '../../src/rules/rule-world.ts';
import { rules } from '../../src/rules/rules.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const ofApis = rules.filter(({ group }) => group === 'api');
const world = ruleWorld();

interface Asked {
  readonly cloud?: CloudChoice;
  readonly scope?: GrantScope;
  readonly world?: RuleWorld;
}

function findings(statements: readonly object[], asked: Asked = {}) {
  const text = JSON.stringify({ Version: '1.1', Statement: statements });
  const { cloud = 'any', scope = 'project' } = asked;
  return lintFile(readPolicyFile('p.json', text), { ...(asked.world ?? world), cloud, scope, rules: ofApis });
}

function rulesOf(actions: readonly string[], asked: Asked = {}) {
  return findings([{ Effect: 'Allow', Action: actions }], asked).map(({ rule }) => rule);
}

describe('the clouds asked about', () => {
  test.each([
    { action: 'vpc:firewallPolicies:addRule', any: [], hwc: ['partial-api'], otc: [] },
    { action: 'ecs:servers:setTags', any: [], hwc: [], otc: ['missing-dependency'] },
    { action: 'smn:application:list', any: [], hwc: [], otc: ['deprecated-api-only'] },
    {
      action: 'evs:snapshots:rollback',
      any: ['disputed-requirement'],
      hwc: [],
      otc: ['disputed-requirement'],
    },
    {
      action: 'vpc:routers:addInterface',
      any: ['partial-api'],
      hwc: ['partial-api'],
      otc: ['partial-api'],
    },
  ])('decide whether $action is reported', ({ action, any, hwc, otc }) => {
    expect(rulesOf([action])).toEqual(any);
    expect(rulesOf([action], { cloud: 'hwc' })).toEqual(hwc);
    expect(rulesOf([action], { cloud: 'otc' })).toEqual(otc);
  });
});

describe('a name that nobody knows', () => {
  const alone = 'vpc:routers:addInterface';
  test.each([
    { name: 'an action', other: 'ims:images:paint' },
    { name: 'an action that is nearly a documented one', other: 'ims:image:list' },
    { name: 'an action of the same service', other: 'vpc:routers:paint' },
    { name: 'a pattern', other: 'ims:pictures:*' },
    { name: 'a service', other: 'acme:routers:get' },
    { name: 'a service that is nearly a known one', other: 'vpcx:routers:addInterface' },
  ])('silences nothing that is known of the others: $name', ({ other }) => {
    const nearby = [
      { actions: [alone], found: ['partial-api'] },
      { actions: ['ecs:servers:update'], found: ['missing-dependency'] },
      { actions: ['smn:application:publish'], found: ['deprecated-api-only'] },
      { actions: ['evs:snapshots:rollback'], found: ['disputed-requirement'] },
    ];
    for (const { actions, found } of nearby) {
      expect(rulesOf(actions)).toEqual(found);
      expect(rulesOf([...actions, other])).toEqual(found);
      expect(rulesOf([other, ...actions])).toEqual(found);
    }
  });

  test.each([
    { actions: [alone], other: 'vpc:routers:get ', clue: 'white space around it' },
    { actions: [alone], other: 'vpcx:routers:get', clue: 'its service is misspelt' },
    {
      actions: ['ecs:serverVolumeAttachments:create', 'ecs:servers:get'],
      other: 'evs:volumes:ATTACH ',
      clue: '',
    },
    { actions: ['ecs:servers:update'], other: 'ecs;servers;get', clue: 'other punctuation' },
    { actions: ['evs:snapshots:rollback'], other: 'evs:volumes:get,', clue: 'a comma behind it' },
  ])('is the root cause where what is missing was meant by $other', ({ actions, other }) => {
    expect(rulesOf(actions)).not.toEqual([]);
    expect(rulesOf([...actions, other])).toEqual([]);
  });

  test('is no root cause in a Deny', () => {
    const denied = { Effect: 'Deny', Action: ['vpcx:routers:get'] };
    expect(findings([{ Effect: 'Allow', Action: [alone] }, denied]).map(({ rule }) => rule)).toEqual([
      'partial-api',
    ]);
  });

  test('counts as what was meant in a service that is covered in full', () => {
    const real = { ...world, catalogue: loadTestCatalogue() };
    const withOther = (other: readonly string[]) =>
      rulesOf(['vpc:routers:addInterface', ...other], { world: real });
    expect(withOther([])).toEqual(['partial-api']);
    expect(withOther(['ims:images:paint'])).toEqual(['partial-api']);
    expect(withOther(['vpc:router:get'])).toEqual([]);
    expect(withOther(['vpc:router:*'])).toEqual([]);
    expect(withOther(['vpc:router:delete'])).toEqual(['partial-api']);
  });
});

describe('a policy that is not understood as a whole', () => {
  const alone = 'vpc:routers:addInterface';

  test('is not said to lack anything: with a fault of structure, or of another language', () => {
    expect(findings([{ Effect: 'Allow', Action: [alone], Principal: '*' }])).toEqual([]);
    const role = `{"Version":"1.0","Statement":[{"Effect":"Allow","Action":["${alone}"]}]}`;
    expect(lintFile(readPolicyFile('p.json', role), { ...world, rules: ofApis })).toEqual([]);
  });
});

describe('no-enterprise-project-support', () => {
  test('speaks where the policies are granted in an enterprise project only', () => {
    expect(rulesOf(['ims:images:share'])).toEqual([]);
    expect(rulesOf(['ims:images:share'], { scope: 'enterprise-project' })).toEqual([
      'no-enterprise-project-support',
    ]);
  });

  test('is about the cloud asked about', () => {
    const scope = 'enterprise-project';
    expect(rulesOf(['ims:quotas:*'], { scope, cloud: 'otc' })).toHaveLength(1);
    expect(rulesOf(['ims:quotas:*'], { scope, cloud: 'hwc' })).toEqual([]);
  });
});

describe('what is read of the catalogue', () => {
  function spied() {
    const real = loadTestCatalogue();
    const read: string[] = [];
    const named = new Set<string>();
    const catalogue = catalogueOver({
      ...real,
      entries: (service) => {
        read.push(service);
        return real.entries(service);
      },
      evidence: (service) => {
        read.push(`evidence of ${service}`);
        return real.evidence(service);
      },
      actions: (service) => {
        named.add(service);
        return real.actions(service);
      },
    });
    return { catalogue, read, named };
  }

  test.each([
    { name: 'a reader', actions: ['ims:images:get', 'ims:images:list', 'ecs:cloudServers:list'] },
    { name: 'patterns', actions: ['vpc:*:*', 'evs:volumes:*', 'dds:*:create'] },
    { name: 'services without tables', actions: ['lts:logs:list', 'swr:repo:get'] },
  ])('is no API for $name', ({ actions }) => {
    const { catalogue, read } = spied();
    expect(rulesOf(actions, { world: { ...world, catalogue } })).toEqual([]);
    expect(read).toEqual([]);
  });

  test('is not an action of a service that is not named, whatever `*` covers', () => {
    const { catalogue, named } = spied();
    // What the first one lacks may have been meant by the second.
    const actions = ['vpc:routers:addInterface', '*:routers:gett'];
    expect(rulesOf(actions, { world: { ...world, catalogue } })).toContain('partial-api');
    expect([...named]).toEqual(['vpc']);
  });

  test('is the service of the APIs in question otherwise, and the pages only for what is reported', () => {
    const { catalogue, read } = spied();
    const fine = ['vpc:routers:addInterface', 'vpc:routers:get'];
    expect(rulesOf(fine, { world: { ...world, catalogue } })).toEqual([]);
    expect(new Set(read)).toEqual(new Set(['vpc']));
    const [finding] = findings([{ Effect: 'Allow', Action: fine.slice(0, 1) }], {
      world: { ...world, catalogue },
    });
    expect(finding?.message).toMatch(
      /^`vpc:routers:addInterface` allows no API call without `vpc:routers:get`: `PUT \/v2.0\/routers\/[^`]+\/add_router_interface` \(.+\) needs both \(as of \d{4}-\d\d-\d\d in Huawei Cloud and \d{4}-\d\d-\d\d in Open Telekom Cloud\)$/,
    );
    expect(finding?.help).toMatch(/\(`(?:hwc|otc)\/[^`]+` of \d{4}-\d\d-\d\d\)$/);
    expect(new Set(read)).toEqual(new Set(['vpc', 'evidence of vpc']));
  });
});

test('a policy of more actions than any cloud takes is not asked what it opens', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => `ecs:servers:x${i}`);
  expect(rulesOf(['vpc:routers:addInterface', ...many])).toEqual([]);
});
