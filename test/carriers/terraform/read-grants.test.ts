import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { grantAttributes, readHolders } from '../../../src/carriers/terraform/read-grants.ts';
import {
  grantsInWords,
  grantTable,
  resourcesOf,
  type WrittenResource,
} from '../../support/terraform-resources.ts';

interface Case {
  readonly name: string;
  readonly resources: readonly WrittenResource[];
  readonly holders: Readonly<Record<string, readonly string[]>>;
}

const folder = join(import.meta.dirname, '../../../fixtures/terraform/grants');
const cases = readdirSync(folder).flatMap(
  (file) => parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[],
);
const table = grantTable();

test.each(cases)('$name', ({ resources, holders }) => {
  const read = readHolders(resourcesOf(resources), { table, showsValues: true });
  expect(grantsInWords(read)).toEqual(holders);
});

describe('of plans and states', () => {
  test('no ids are shown, and equal ones have one name', () => {
    const assignment = (name: string, group: string) => ({
      address: `huaweicloud_identity_group_role_assignment.${name}`,
      attributes: { group_id: group, project_id: 'p-1', role_id: 'r-1' },
    });
    const holders = readHolders(resourcesOf([assignment('one', 'g-1'), assignment('two', 'g-2')]), {
      table,
      showsValues: false,
    });
    expect(JSON.stringify(holders)).not.toMatch(/[gpr]-\d/u);
    expect(holders.map(({ grants }) => grants[0]?.scope)).toEqual([
      { kind: 'project', name: 'huaweicloud_identity_group_role_assignment.one.project_id' },
      { kind: 'project', name: 'huaweicloud_identity_group_role_assignment.one.project_id' },
    ]);
  });

  test('equal ids lead to one another', () => {
    const resources = resourcesOf([
      { address: 'data.huaweicloud_identity_group.g', attributes: { id: 'g-1' } },
      {
        address: 'huaweicloud_identity_group_membership.g',
        attributes: { id: 'g-1', group: 'g-1', users: ['u-1'] },
      },
      { address: 'huaweicloud_identity_group.g', attributes: { id: 'g-1' } },
      { address: 'huaweicloud_identity_user.u', attributes: { id: 'u-1' } },
      {
        address: 'data.huaweicloud_identity_role.ims',
        attributes: { id: 'r-1', display_name: 'IMS FullAccess' },
      },
      { address: 'huaweicloud_identity_project.p', attributes: { id: 'p-1', name: 'eu-west-101_images' } },
      {
        address: 'huaweicloud_identity_group_role_assignment.a',
        attributes: {
          group_id: 'g-1',
          project_id: 'p-1',
          role_id: 'r-1',
          domain_id: '',
          enterprise_project_id: '',
        },
      },
    ]);
    expect(grantsInWords(readHolders(resources, { table, showsValues: false }))).toEqual({
      'user huaweicloud_identity_user.u in hwc': ['system IMS FullAccess @ project eu-west-101_images'],
      'group huaweicloud_identity_group.g in hwc': ['system IMS FullAccess @ project eu-west-101_images'],
    });
  });
});

test('the table knows what each of its types begins with', () => {
  for (const type of grantAttributes(table).keys())
    expect(
      table.providers.filter(({ prefix }) => type.startsWith(prefix)),
      type,
    ).toHaveLength(1);
});
