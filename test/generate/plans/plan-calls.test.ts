import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../src/carriers/terraform/read-plan.ts';
import { terraformCallsFile } from '../../../src/compile/terraform-calls-file.ts';
import { needsOfPlan } from '../../../src/generate/needed-calls.ts';
import { type PlannedCalls, plannedCalls } from '../../../src/generate/plans/plan-calls.ts';
import type { CallNeeds } from '../../../src/model/call-needs.ts';
import type { TerraformCalls } from '../../../src/model/terraform-calls.ts';
import { testData } from '../../support/test-data.ts';
import { matchContext } from '../match-context.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, 'fixtures', 'plans');
const text = readFileSync(join(folder, 'infrastructure.json'), 'utf8');

function callsOf(plan: string): PlannedCalls {
  const reading = readPlan('plan.json', plan, () => () => false);
  if (reading?.kind !== 'plan') throw new Error('not a plan');
  return plannedCalls(
    reading.changes,
    JSON.parse(testData().get('terraform-calls.json') ?? '') as TerraformCalls,
  );
}

/** A table: calls with what they are for, then what is known of them, then what is not. */
function tableOf(planned: PlannedCalls, needs: CallNeeds): string {
  const calls = planned.calls.map(
    ({ product, method, path, query, assumed, types, changes, count }) =>
      `${assumed ? 'assumed' : 'sure   '} ${count} ${product} ${method} ${path}${query === undefined ? '' : `?${query}`} (${changes.join(', ')}; ${types.join(', ')})`,
  );
  const apis = needs.calls.map(({ entries, assumed }) => {
    const actions = entries.flatMap((entry) => entry.actions.flatMap(({ action }) => action ?? []));
    return `${assumed ? 'assumed' : 'sure   '} ${[...new Set(actions)].sort().join(', ')}`;
  });
  const unknown = needs.unknown.map(
    ({ call, because, near }) => `${call}: ${because}${near.length === 0 ? '' : `, near ${near.join(', ')}`}`,
  );
  const types = needs.unknownTypes.map(
    ({ mode, type, count, isCovered }) =>
      `${mode} ${type} ${count}${isCovered ? ' newer than the table' : ''}`,
  );
  return [
    ...['# calls', ...calls],
    ...['', '# needs', ...apis.sort()],
    ...['', '# unknown calls', ...unknown],
    ...['', '# unknown types', ...types, ''],
  ].join('\n');
}

describe('a plan of ten types', () => {
  test('has its calls', async () => {
    const planned = callsOf(text);
    const needs = needsOfPlan(planned, matchContext());
    await expect(tableOf(planned, needs)).toMatchFileSnapshot(join(folder, 'infrastructure.calls'));
  });

  test('gives nothing of its secrets', () => {
    const planned = callsOf(text);
    expect(text).toContain('S3CR3T');
    expect(JSON.stringify([planned, needsOfPlan(planned, matchContext())])).not.toContain('S3CR3T');
  });
});

/** The calls of one resource of a type, by whether they are sure. */
function ofChange(type: string, actions: readonly string[], mode = 'managed') {
  const change = { address: `${type}.x`, mode, type, change: { actions, before: {}, after: {} } };
  const { calls } = callsOf(JSON.stringify({ format_version: '1.2', resource_changes: [change] }));
  const shown = (assumed: boolean) =>
    calls.filter((call) => call.assumed === assumed).map(({ method, path }) => `${method} ${path}`);
  return { sure: shown(false), assumed: shown(true) };
}

describe('which change makes which call', () => {
  const vpcReads = [
    'GET /v1/{project_id}/vpcs/{id}',
    'GET /v2.0/{project_id}/vpcs/{id}/tags',
    'GET /v3/{project_id}/vpc/vpcs/{id}',
  ];

  test.each([
    [['create'], 'POST /v1/{project_id}/vpcs'],
    [['delete'], 'DELETE /v1/{project_id}/vpcs/{id}'],
  ])('%j: the verb tells, and everything else of the type is assumed', (actions, call) => {
    const { sure, assumed } = ofChange('huaweicloud_vpc', actions);
    expect(sure.sort()).toEqual([call, ...vpcReads].sort());
    expect(assumed).toContain('PUT /v1/{project_id}/vpcs/{id}');
    expect(assumed).toContain('POST /v2.0/{project_id}/vpcs/{id}/tags/action');
  });

  test('a replacement deletes and creates', () => {
    const { sure } = ofChange('huaweicloud_vpc', ['delete', 'create']);
    expect(sure).toContain('POST /v1/{project_id}/vpcs');
    expect(sure).toContain('DELETE /v1/{project_id}/vpcs/{id}');
  });

  test('what changes several things is assumed for an update, the only thing that can be is not', () => {
    expect(ofChange('huaweicloud_vpc', ['update']).sure).toEqual(vpcReads);
    expect(ofChange('huaweicloud_identity_role', ['update']).sure).toEqual([
      'GET /v3.0/OS-ROLE/roles/{role_id}',
      'PATCH /v3.0/OS-ROLE/roles/{role_id}',
    ]);
  });

  test.each([[['no-op']], [['read']], [['forget']], [[]]])('%j only reads', (actions) => {
    const { sure, assumed } = ofChange('huaweicloud_vpc', actions);
    expect(sure).toEqual(vpcReads);
    expect(assumed).toEqual(['POST /v1.0/enterprise-projects/{enterprise_project_id}/resources/filter']);
  });

  test('what is about a part of a resource does not create it', () => {
    const { sure } = ofChange('huaweicloud_compute_instance', ['create']);
    expect(sure.filter((call) => !call.startsWith('GET '))).toEqual([]);
  });

  test('a data source reads, whatever it sends', () => {
    expect(ofChange('huaweicloud_images_image', ['read'], 'data')).toEqual({
      sure: ['GET /v2/cloudimages'],
      assumed: [],
    });
    expect(ofChange('huaweicloud_cce_cluster', ['read'], 'data').assumed).toEqual([
      'POST /api/v3/projects/{project_id}/clusters/{id}/clustercert',
    ]);
  });

  test('names of members of every object are no types', () => {
    expect(ofChange('constructor', ['create'])).toEqual({ sure: [], assumed: [] });
    expect(ofChange('__proto__', ['create'])).toEqual({ sure: [], assumed: [] });
  });
});

const shared = join(root, '..', 'shared', 'terraform');

test.skipIf(!existsSync(shared))('rules/terraform-calls is fresh: `npm run generate`', () => {
  const read = (name: string) => readFileSync(join(shared, name), 'utf8');
  expect(readFileSync(join(root, 'rules', 'terraform-calls', 'huaweicloud.yaml'), 'utf8')).toBe(
    terraformCallsFile(read('api-calls.tsv'), read('SOURCES.tsv'), 'huaweicloud'),
  );
});
