import { describe, expect, test } from 'vitest';
import { unpackAction } from '../../src/catalogue/compiled-data.ts';
import { deriveAccessLevel } from '../../src/compile/access-level.ts';
import { type ActionSources, indexActions } from '../../src/compile/actions-index.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import { packAction } from '../../src/compile/pack.ts';
import type { AccessLevel } from '../../src/model/catalogue.ts';
import type { Claim, HttpMethod } from '../../src/model/claim.ts';
import { aClaim } from '../support/claims.ts';

const services = [
  { code: 'ims', name: 'Crates', level: null, aliases: ['image'] },
  { code: 'obs', name: 'Objects', level: null, aliases: [] },
];

function indexOf(claims: readonly Claim[], rest: Partial<ActionSources> = {}) {
  const files = (['hwc', 'otc'] as const).map((cloud) => ({
    cloud,
    service: 'ims',
    ...mergeClaims(
      claims.filter((claim) => claim.cloud === cloud),
      [],
    ),
  }));
  return indexActions({ files, mentions: [], services, corrections: [], ...rest });
}

/** The claim without its API. */
function apiLess(members: Partial<Claim>): Claim {
  const { method: _method, path: _path, ...claim } = aClaim(members);
  return claim;
}

describe('the index of actions', () => {
  test('grades what is known of an action by its best witness, in whatever case, and lists its clouds', () => {
    const actions = indexOf(
      [
        aClaim({ actions: [{ action: 'ims:crates:get' }, { action: 'ims:*:*' }, { action: 'ims:crates' }] }),
        aClaim({ cloud: 'otc', page: 'otc/a', actions: [{ action: 'IMS:crates:GET' }] }),
        apiLess({
          row: 2,
          actions: [{ action: 'ims:crates:burn' }],
          dependencies: [{ action: 'obs:bucket:get' }],
        }),
      ],
      {
        mentions: [
          { cloud: 'otc', action: 'ims:crates:burn', pages: 2, page: 'x' },
          { cloud: 'hwc', action: 'image:crates:ship', pages: 1, page: 'y' },
        ],
      },
    );
    const told = [...actions].flatMap(([service, known]) =>
      known.map((one) => `${service}: ${one.action} ${one.known} ${one.clouds.join(' ')}`),
    );
    expect(told).toEqual([
      'ims: image:crates:ship mentioned hwc',
      'ims: ims:crates:burn api-less hwc otc',
      'ims: ims:crates:get api hwc otc',
      'obs: obs:bucket:get dependency hwc',
    ]);
  });

  test('an action is deprecated when all its current APIs are', () => {
    const old = aClaim({ deprecated: true });
    const [known] = indexOf([old]).get('ims') ?? [];
    expect(known?.deprecated).toBe(true);
    const [again] = indexOf([old, aClaim({ path: '/v2/crates', row: 2 })]).get('ims') ?? [];
    expect(again).not.toHaveProperty('deprecated');
  });

  test('an access level is corrected by hand', () => {
    const corrections = [{ action: 'IMS:crates:get', access: 'tag', reason: 'a test' } as const];
    expect(indexOf([aClaim()], { corrections }).get('ims')?.[0]?.access).toBe('tag');
    expect(indexOf([aClaim()]).get('ims')?.[0]).toMatchObject({ access: 'read', resourceType: 'crates' });
  });

  test('packed and unpacked, an action is the same', () => {
    const known = [
      ...indexOf([aClaim({ deprecated: true }), apiLess({ row: 2, cloud: 'otc' })]).values(),
    ].flat();
    expect(known.map(packAction).map(unpackAction)).toEqual(known);
  });
});

describe('the access level', () => {
  test.each<[string, HttpMethod[], AccessLevel]>([
    ['ims:images:list', [], 'list'],
    ['obs:bucket:ListAllMyBuckets', ['GET'], 'list'],
    ['ims:images:get', ['POST'], 'read'],
    ['dli:database:show_privileges', ['GET'], 'read'],
    ['ims:images:create', ['POST'], 'write'],
    ['dws:ring:operate', [], 'write'],
    ['ecs:cloudServers:vnc', ['GET'], 'read'],
    ['ecs:cloudServers:vnc', ['GET', 'POST'], 'write'],
    ['evs:volumeTags:create', ['POST'], 'tag'],
    ['evs:volumeTags:get', ['GET'], 'read'],
    ['cbr:vaults:setTags', ['PUT'], 'tag'],
    ['obs:bucket:PutBucketTagging', [], 'tag'],
    ['ims:images:share', ['POST'], 'permission-management'],
    ['obs:bucket:PutBucketAcl', [], 'permission-management'],
    ['obs:bucket:PutBucketPolicy', [], 'permission-management'],
    ['as:policies:create', ['POST'], 'write'],
    ['iam:users:createUser', ['POST'], 'permission-management'],
    ['iam:users:getUser', ['GET'], 'read'],
    ['vpcep:permissions:update', ['POST'], 'permission-management'],
  ])('of %s with %j is %s', (action, methods, expected) => {
    expect(deriveAccessLevel(action, new Set(methods))).toBe(expected);
  });
});
