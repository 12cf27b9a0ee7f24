import { expect, test } from 'vitest';
import { readHost } from '../../src/catalogue/read-host.ts';
import type { HostTable } from '../../src/model/host.ts';
import { testData } from '../support/test-data.ts';

const table = JSON.parse(testData().get('hosts.json') ?? '') as HostTable;

const of = (cloud: string, service: string, listed = true) => ({ kind: 'service', cloud, service, listed });

test.each([
  ['ims.eu-de.otc.t-systems.com', of('otc', 'ims')],
  ['IMS.cn-north-4.myhuaweicloud.com:443', of('hwc', 'ims')],
  ['user:secret@ims.eu-nl.otc.t-systems.com.', of('otc', 'ims')],
  ['ecs.eu-west-101.myhuaweicloud.eu', of('hwc', 'ecs')],
  ['swr-api.eu-de.otc.t-systems.com', of('otc', 'swr')],
  ['iam-pub.eu-ch2.sc.otc.t-systems.com', of('otc', 'iam')],
  ['iam.myhuaweicloud.com', of('hwc', 'iam')],
  ['sfs-turbo.eu-de.otc.t-systems.com', of('otc', 'sfsturbo')],
  ['apm2.cn-north-4.myhuaweicloud.com', of('hwc', 'apm')],
  ['sms.ap-southeast-3.myhuaweicloud.com', of('hwc', 'sms')],
  ['api.meeting.huaweicloud.com', of('hwc', 'meeting')],
  ['obs.eu-de.otc.t-systems.com', of('otc', 'obs')],
  ['logs.obs.eu-de.otc.t-systems.com', of('otc', 'obs')],
  ['my.logs.2024.obs.eu-de.otc.t-systems.com', of('otc', 'obs')],
  // The name of a bucket may be that of a service.
  ['ims.obs.cn-north-4.myhuaweicloud.com', of('hwc', 'obs')],
  ['logs.obs.myhuaweicloud.com', of('hwc', 'obs')],
  ['{bucket}.obs.{region}.otc.t-systems.com', of('otc', 'obs')],
  ['ims.{region}.otc.t-systems.com', of('otc', 'ims')],
  ['{Endpoint}', { kind: 'open' }],
  ['Endpoint', { kind: 'open' }],
  ['<host>', { kind: 'open' }],
  ['$HOST', { kind: 'open' }],
  ['{service}.eu-de.otc.t-systems.com', { kind: 'open', cloud: 'otc' }],
  ['nosuch.eu-de.otc.t-systems.com', of('otc', 'nosuch', false)],
  ['observer.eu-de.otc.t-systems.com', of('otc', 'observer', false)],
  ['proxy.example.com', { kind: 'foreign' }],
  ['ims.otc.t-systems.com.example.com', { kind: 'foreign' }],
  ['otc.t-systems.com', { kind: 'foreign' }],
  ['localhost:8080', { kind: 'foreign' }],
] as const)('%s', (host, reading) => {
  expect(readHost(host, table)).toEqual(reading);
});

test('no host is listed twice', () => {
  const labels = table.hosts.map(({ label }) => label);
  expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
  expect(labels.length).toBeGreaterThan(115);
});
