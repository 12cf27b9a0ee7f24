import { expect, test } from 'vitest';
import { contentPatterns } from '../../src/compile/content-patterns.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { KnownAction } from '../../src/model/catalogue.ts';
import type { Cloud } from '../../src/model/cloud.ts';
import type { SystemPolicy } from '../../src/model/system-policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { policyText } from '../support/run-cli.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

function policy(name: string, clouds: readonly Cloud[], actions: readonly string[]): SystemPolicy {
  const document = { Version: '1.1', Statement: [{ Effect: 'Allow' as const, Action: actions }] };
  return {
    name,
    kind: 'policy',
    clouds,
    services: null,
    source: 'a page',
    content: [{ clouds, source: 'a page', document }],
  };
}

const known: KnownAction = {
  action: 'crates:boxes:paint',
  clouds: ['hwc'],
  known: 'api',
  access: 'write',
  resourceType: 'boxes',
};

test('patterns of contents that cover no known action are printed names, each with its clouds', () => {
  const policies = [
    policy(
      'One',
      ['hwc'],
      ['crates:lids:*', 'crates:boxes:*', 'CRATES:*:pa*', 'crates:lids:open', '*:*:*', '::Get'],
    ),
    policy('Other', ['otc'], ['crates:lids:*', 'planks:*:get*']),
  ];
  expect(contentPatterns(policies, (service) => (service.toLowerCase() === 'crates' ? [known] : []))).toEqual(
    [
      { pattern: 'crates:lids:*', clouds: ['hwc', 'otc'] },
      { pattern: 'planks:*:get*', clouds: ['otc'] },
    ],
  );
});

test.each([
  'vpc:vpns:*',
  'vpc:lbaas:*',
  'cce:kubernetes:*',
  'evs:*:count',
  'aom:autoScalingRule:*',
  'DNS:PTRRecord:*',
])('the printed pattern `%s` is not called wrong', (pattern) => {
  const world = { ...ruleWorld(), catalogue: loadTestCatalogue(), cloud: 'hwc' as const };
  const rules = lintFile(readPolicyFile('p.json', policyText([pattern])), world)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule }) => rule);
  expect(rules.filter((rule) => rule !== 'uppercase-service')).toEqual([]);
});
