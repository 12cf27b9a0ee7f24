import { expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const catalogue = loadTestCatalogue();

function pointersOf(Action: readonly string[], Resource: readonly string[] | undefined, cloud: CloudChoice) {
  const statement = { Effect: 'Allow', Action, ...(Resource === undefined ? {} : { Resource }) };
  const text = JSON.stringify({ Version: '1.1', Statement: [statement] });
  return lintFile(readPolicyFile('p.json', text), { ...ruleWorld(), catalogue, cloud })
    .filter(({ rule }) => rule === 'resource-not-supported')
    .map(({ pointer }) => pointer);
}

const instance = ['rds:*:*:instance:4ca46bf1'];
// Marked row by row on the permission pages: 实例授权.
const unmarked = 'rds:instance:delete';
const never = 'rds:instance:createDns';

test.each([
  { actions: [never], resource: instance, cloud: 'hwc', pointers: ['/Statement/0/Action/0'] },
  { actions: [unmarked, never], resource: instance, cloud: 'hwc', pointers: ['/Statement/0/Action/1'] },
  {
    actions: [never, 'rds:instance:listFlavors'],
    resource: instance,
    cloud: 'hwc',
    pointers: ['/Statement/0/Action/0'],
  },
  { actions: [never], resource: undefined, cloud: 'hwc', pointers: [] },
  { actions: [never], resource: ['*'], cloud: 'hwc', pointers: [] },
  { actions: ['rds:*:*'], resource: instance, cloud: 'hwc', pointers: [] },
  { actions: [unmarked], resource: instance, cloud: 'hwc', pointers: [] },
  {
    actions: ['rds:instance:modifySpec'],
    resource: instance,
    cloud: 'hwc',
    pointers: ['/Statement/0/Action/0'],
  },
  // The tables of Open Telekom Cloud have no such marks.
  { actions: ['rds:instance:modifySpec'], resource: instance, cloud: 'otc', pointers: [] },
  { actions: ['rds:instance:modifySpec'], resource: instance, cloud: 'any', pointers: [] },
] as const)('$actions on $resource in $cloud', ({ actions, resource, cloud, pointers }) => {
  expect(pointersOf(actions, resource, cloud)).toEqual(pointers);
});
