import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Cloud, clouds } from '../../src/model/cloud.ts';
import type { PolicyLayer } from '../../src/model/policy.ts';
import type { SystemPolicy } from '../../src/model/system-policy.ts';
import { policiesMeant } from '../../src/policy/system-policy.ts';
import { testData } from '../support/test-data.ts';

const all = JSON.parse(testData().get('system-policies.json') ?? '[]') as readonly SystemPolicy[];

const meant = (name: string, asked: readonly Cloud[]) =>
  policiesMeant(name, all, asked).map(({ policy, cloud, regions }) =>
    [policy.name, ...(cloud === undefined ? [] : [cloud]), ...(regions ?? [])].join(' '),
  );

test.each([
  { name: 'dns_adm', cloud: undefined, means: ['DNS Administrator'] },
  { name: 'readonly', cloud: undefined, means: ['Tenant Guest'] },
  { name: 'secu_admin', cloud: undefined, means: ['Security Administrator'] },
  { name: 'SECU_ADMIN', cloud: 'otc', means: ['Security Administrator'] },
  { name: 'system_all_16', cloud: 'hwc', means: ['IMS FullAccess'] },
  {
    name: 'system_all_16',
    cloud: 'otc',
    means: ['EVS FullAccess otc eu-ch2', 'DDS ReadOnlyAccess otc eu-de eu-nl'],
  },
  {
    name: 'system_all_16',
    cloud: undefined,
    means: ['IMS FullAccess hwc', 'EVS FullAccess otc eu-ch2', 'DDS ReadOnlyAccess otc eu-de eu-nl'],
  },
  { name: 'svcstg_dev', cloud: undefined, means: ['ServiceStage Developer hwc', 'SWR Developer otc eu-ch2'] },
  { name: 'system_all_46', cloud: 'otc', means: ['VPC FullAccess'] },
  { name: 'system_all_1001', cloud: undefined, means: ['FullAccess'] },
  // Huawei Cloud has renamed it; Open Telekom Cloud lists it beside the new one.
  { name: 'ECS Admin', cloud: 'hwc', means: ['ECS FullAccess'] },
  { name: 'ECS Admin', cloud: 'otc', means: ['ECS Admin'] },
  { name: 'ECS Admin', cloud: undefined, means: ['ECS FullAccess hwc', 'ECS Admin otc'] },
  { name: 'NAT Administrator', cloud: 'hwc', means: ['NAT GatewayAdministrator'] },
  { name: 'UCS FullAccess', cloud: 'otc', means: ['UCS FullAccess'] },
  { name: 'system_all_153', cloud: 'hwc', means: ['CSS FullAccess'] },
  { name: 'system_all_153', cloud: 'otc', means: [] },
  { name: 'system_all_9999', cloud: undefined, means: [] },
  { name: 'OCR FullAccess', cloud: undefined, means: [] },
] as const)('`$name` in $cloud', ({ name, cloud, means }) => {
  expect(meant(name, cloud === undefined ? clouds : [cloud]).sort()).toEqual([...means].sort());
});

const shared = join(import.meta.dirname, '../../../shared');

describe.skipIf(!existsSync(join(shared, 'permissions/otc-permissions.rst')))(
  'what the clouds print (needs ../shared beside the project)',
  () => {
    const read = (file: string) => readFileSync(join(shared, file), 'utf8');

    test('every row of the page of permissions is known, with type and scope', () => {
      const layers: Readonly<Record<string, PolicyLayer>> = { Glo: 'AX', Reg: 'XA', All: 'AA' };
      let [scope, type] = ['', ''];
      const rows = read('permissions/otc-permissions.rst')
        .split('\n')
        .filter((line) => line.startsWith('|') && !line.startsWith('|image'))
        .map((line) =>
          line
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim()),
        )
        .filter(([, , name = '']) => name !== '' && name !== 'Policy/Role Name')
        .map(([, ofScope = '', name = '', ofType = '']) => {
          [scope, type] = [ofScope || scope, ofType || type];
          return { name, scope, type };
        });
      expect(new Set(rows.map(({ name }) => name)).size).toBe(136);
      for (const row of rows) {
        const [found, ...more] = policiesMeant(row.name, all, ['otc']);
        expect(more, row.name).toEqual([]);
        expect(found?.policy, row.name).toMatchObject({
          name: row.name,
          kind: row.type.toLowerCase(),
          layer: layers[row.scope.slice(0, 3)],
        });
        expect(found?.policy.clouds, row.name).toContain('otc');
      }
    });

    test('every row of the tables of the Terraform providers is known by both names', () => {
      const rows: { cloud: Cloud; region?: string; internal: string; shown: string }[] = [];
      for (const line of read('terraform/huaweicloud/data_identity_role.md').split('\n')) {
        const [shown = '', internal = ''] = line.split(' | ');
        if (/^[a-z][a-z0-9_]+$/.test(internal)) rows.push({ cloud: 'hwc', internal, shown });
      }
      let region = '';
      for (const line of read('terraform/opentelekomcloud/data_identity_role_v3.md').split('\n')) {
        if (line.startsWith('EU-')) region = line.startsWith('EU-DE') ? 'eu-de' : 'eu-ch2';
        const [, internal = '', shown = ''] = /^\| (\S+) *\| (.+?) *\|$/.exec(line) ?? [];
        if (/^[a-z][a-z0-9_]+$/.test(internal)) rows.push({ cloud: 'otc', region, internal, shown });
      }
      expect(rows).toHaveLength(253);
      for (const { cloud, region: here, internal, shown } of rows) {
        const inRegion = policiesMeant(internal, all, [cloud]).filter(
          ({ regions }) => here === undefined || regions === undefined || regions.includes(here),
        );
        const [byShown] = policiesMeant(shown, all, [cloud]);
        expect(
          inRegion.map(({ policy }) => policy.name),
          `${internal} ${here}`,
        ).toEqual([byShown?.policy.name]);
        expect(byShown?.policy.clouds, shown).toContain(cloud);
      }
    });
  },
);
