import { describe, expect, test } from 'vitest';
import { isPlaceholder, normalPath, segmentsOf } from '../../src/catalogue/path-template.ts';
import { loggedCall } from '../../src/generate/logs/logged-call.ts';
import { matchCall } from '../../src/generate/match-call.ts';
import { needsOfLog } from '../../src/generate/needed-calls.ts';
import { anyMethod } from '../../src/model/claim.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import { matchContext } from './match-context.ts';

/** What a call needs, in words: cloud, service and path of its APIs, or why it is not known. */
function needOf(method: string, address: string, cloud: CloudChoice = 'any'): string {
  const call = loggedCall(method, address);
  if (call === undefined) return 'unreadable';
  const counted = { ...call, count: 1, refused: 0, maybeRefused: 0, redirected: 0 };
  const needs = needsOfLog(
    {
      calls: [counted],
      forms: { terraform: 0, openstack: 0, curl: 0, har: 0, plain: 1 },
      unreadable: 0,
      beyond: 0,
    },
    matchContext(cloud),
  );
  if (needs.signIns > 0) return 'sign-in';
  if (needs.free > 0) return 'free';
  const [unknown] = needs.unknown;
  if (unknown !== undefined)
    return [`unknown ${unknown.because}`, unknown.service, ...unknown.near].filter(Boolean).join(', ');
  return needs.calls
    .flatMap(({ entries }) => entries.map((entry) => `${entry.cloud} ${entry.service} ${entry.path}`))
    .sort()
    .join(', ');
}

const id = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

describe('a call of a log is', () => {
  test.each([
    [
      'GET',
      `https://ecs.cn-north-4.myhuaweicloud.com/v1/${id}/cloudservers/detail`,
      'hwc ecs /v1/{project_id}/cloudservers/detail',
    ],
    [
      'GET',
      `https://ecs.cn-north-4.myhuaweicloud.com:443//v1//${id}/cloudservers/detail/`,
      'hwc ecs /v1/{project_id}/cloudservers/detail',
    ],
    ['POST', `https://vpc.eu-de.otc.t-systems.com/v1/${id}/vpcs`, 'otc vpc /v1/{project_id}/vpcs'],
    ['GET', '/v2/cloudimages', 'hwc ims /v2/cloudimages, otc ims /v2/cloudimages'],
    // A host of one's own that begins as the service's does.
    [
      'GET',
      `https://vpc.region-1.private.example/v1/${id}/vpcs`,
      'hwc vpc /v1/{project_id}/vpcs, otc vpc /v1/{project_id}/vpcs',
    ],
    ['GET', 'https://registry.terraform.io/v1/providers/x/versions', 'unknown host'],
    ['GET', 'https://localhost/v2/cloudimages', 'unknown host'],
    ['GET', `https://ims.eu-de.otc.t-systems.com/v2/cloudimagez`, 'unknown path, ims, GET /v2/cloudimages'],
    ['POST', `https://ims.eu-de.otc.t-systems.com/v2/cloudimages`, 'unknown path, ims, GET /v2/cloudimages'],
    [
      'GET',
      `https://vpc.eu-de.otc.t-systems.com/v1/${id}/vpcz/${id}`,
      'unknown path, vpc, GET /v1/{project_id}/vpcs/{vpc_id}',
    ],
    ['POST', 'https://iam.eu-de.otc.t-systems.com/v3/auth/tokens', 'sign-in'],
    ['POST', 'https://iam.myhuaweicloud.com//v3/auth/tokens/', 'sign-in'],
    ['GET', 'http://169.254.169.254/openstack/latest/securitykey', 'sign-in'],
    ['OPTIONS', `https://vpc.eu-de.otc.t-systems.com/v1/${id}/vpcs`, 'free'],
    ['GET', 'https://iam.eu-de.otc.t-systems.com/v3', 'free'],
    ['GET', 'https://ims.eu-de.otc.t-systems.com/', 'otc ims /'],
    // The catalogue has HEAD where the pages have it.
    [
      'HEAD',
      `https://iam.myhuaweicloud.com/v3/groups/${id}/users/${id}`,
      'hwc iam /v3/groups/{group_id}/users/{user_id}',
    ],
    [
      'HEAD',
      `https://vpc.eu-de.otc.t-systems.com/v1/${id}/vpcs`,
      'unknown path, vpc, GET /v1/{project_id}/vpcs, POST /v1/{project_id}/vpcs',
    ],
    // What a call of OBS does stands in its query, which is not read: an upload is no change of the ACL.
    ['PUT', 'https://images-a.obs.cn-north-4.myhuaweicloud.com/disk.vhd', 'unknown query, obs'],
    ['GET', 'https://images-a.obs.cn-north-4.myhuaweicloud.com/', 'unknown query, obs'],
    ['DELETE', 'https://obs.eu-de.otc.t-systems.com/bucket-a/x/y/z', 'unknown query, obs'],
    // Without a host, what has nothing but placeholders is everything and nothing.
    ['PUT', '/something', 'unknown path'],
  ])('%s %s: %s', (method, address, expected) => expect(needOf(method, address)).toBe(expected));

  test('of the cloud asked about', () => {
    expect(needOf('GET', '/v2/cloudimages', 'otc')).toBe('otc ims /v2/cloudimages');
    expect(needOf('GET', 'https://ims.cn-north-4.myhuaweicloud.com/v2/cloudimages', 'otc')).toBe(
      'unknown cloud',
    );
  });
});

describe('the whole catalogue', () => {
  const context = matchContext();
  const entries = context.catalogue.covered().flatMap((service) => context.catalogue.entries(service));
  const concrete = (path: string) =>
    path
      .split('/')
      .map((segment) => (isPlaceholder(segment) ? id : segment))
      .join('/');

  test('no literal part of a path is taken for an id', () => {
    const changed = entries
      .filter(({ path }) => !path.endsWith('*'))
      .filter(({ path }) => {
        const asked = normalPath(concrete(path));
        return loggedCall('GET', asked)?.path !== asked.replaceAll(id, '{id}');
      });
    expect(changed.map(({ path }) => path)).toEqual([]);
  });

  test('every API is found by a call of it, as far as its path says which it is', () => {
    const lost = entries
      .filter(({ method }) => method !== anyMethod)
      .filter((entry) => segmentsOf(entry.path).some((segment) => !isPlaceholder(segment) && segment !== ''))
      .filter((entry) => {
        const call = loggedCall(entry.method, concrete(entry.path.replace(/\*$/, 'x')));
        const match = call && matchCall(call, { ...context, cloud: entry.cloud });
        // Of a path with an id in the place of a word, the other one may be the more literal.
        return match?.kind !== 'api' && match?.kind !== 'sign-in';
      });
    expect(lost.map(({ cloud, service, method, path }) => `${cloud} ${service} ${method} ${path}`)).toEqual(
      [],
    );
  });
});
