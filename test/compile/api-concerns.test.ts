import { describe, expect, test } from 'vitest';
import { indexActions } from '../../src/compile/actions-index.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import type { ApiConcerns } from '../../src/model/catalogue.ts';
import type { Claim } from '../../src/model/claim.ts';
import { aClaim } from '../support/claims.ts';

const services = [{ code: 'ims', name: 'Crates', level: null, aliases: [] }];

function concernsOf(claims: readonly Claim[], action = 'ims:crates:get'): ApiConcerns | undefined {
  const files = (['hwc', 'otc'] as const).flatMap((cloud) =>
    [...new Set(claims.map(({ service }) => service))].map((service) => {
      const own = claims.filter((claim) => claim.cloud === cloud && claim.service === service);
      return { cloud, service, ...mergeClaims(own, []) };
    }),
  );
  const index = indexActions({ files, mentions: [], services, corrections: [] });
  return [...index.values()].flat().find((known) => known.action === action)?.concerns;
}

const together = [{ action: 'ims:crates:get' }, { action: 'ims:crates:open' }];
const otc = { cloud: 'otc', page: 'otc/a' } as const;
/** The claim without its API. */
function apiLess(members: Partial<Claim>): Claim {
  const { method: _method, path: _path, ...claim } = aClaim(members);
  return claim;
}

describe('an action that is never needed alone', () => {
  test('is told in all clouds that have APIs for it, or in one', () => {
    const shared = aClaim({ actions: together });
    expect(concernsOf([shared])).toEqual({ shared: true, services: ['ims'] });
    expect(concernsOf([shared, aClaim(otc)])).toEqual({ shared: ['hwc'], services: ['ims'] });
    expect(concernsOf([shared, aClaim({ ...otc, actions: together })])).toMatchObject({ shared: true });
  });

  test.each([
    { name: 'another API needs it alone', other: aClaim({ row: 2, path: '/v2' }) },
    { name: 'a row without API needs it alone', other: apiLess({ row: 2 }) },
    {
      name: 'another API needs it or another action',
      other: aClaim({ row: 2, path: '/v2', actions: [{ anyOf: ['ims:crates:get', 'ims:crates:open'] }] }),
    },
    {
      name: 'an API calls it in turn',
      other: aClaim({
        row: 2,
        path: '/v2',
        actions: [{ action: 'ims:crates:sink' }],
        dependencies: [{ action: 'IMS:crates:get' }],
      }),
    },
    {
      name: 'what an API needs is not known',
      other: aClaim({ row: 2, path: '/v2', actions: together, problem: 'torn' }),
    },
    {
      name: 'the other cloud has no current table of the service',
      other: aClaim({ ...otc, actions: together, status: 'retired' }),
    },
  ])('is not told where $name', ({ other }) => {
    expect(concernsOf([aClaim({ actions: together }), other])?.shared).not.toBe(true);
  });

  test('is told for use cases that each need another one', () => {
    const when = (open: string | undefined) => [
      { action: 'ims:crates:get' },
      { action: 'ims:crates:open', ...(open === undefined ? {} : { when: open }) },
    ];
    expect(concernsOf([aClaim({ actions: when(undefined) })])).toBeDefined();
    expect(concernsOf([aClaim({ actions: when('rusty') })])).toBeUndefined();
    expect(concernsOf([aClaim({ actions: when('rusty') })], 'ims:crates:open')).toEqual({
      shared: true,
      services: ['ims'],
    });
  });

  test('names the services whose APIs need it', () => {
    const concerns = concernsOf([aClaim(), aClaim({ service: 'evs', row: 2, deprecated: true })]);
    expect(concerns).toBeUndefined();
    const foreign = aClaim({ service: 'evs', actions: together });
    // Its own service has no table, so what its own APIs need is not known.
    expect(concernsOf([foreign])).toBeUndefined();
    expect(concernsOf([foreign, aClaim({ actions: together })])).toEqual({
      shared: true,
      services: ['evs', 'ims'],
    });
  });
});

test('dependencies, deprecation and scope hold for every API, a dispute for one', () => {
  const one = aClaim({
    dependencies: [{ action: 'obs:bucket:get' }],
    deprecated: true,
    scopes: { project: true, enterpriseProject: false },
  });
  const services = ['ims'];
  expect(concernsOf([one])).toEqual({
    dependencies: true,
    'no-enterprise-project': true,
    deprecated: true,
    services,
  });
  expect(concernsOf([one, aClaim({ row: 2, path: '/v2' })])).toBeUndefined();
  const disputed = aClaim({ page: 'hwc/crates/b.md', actions: together });
  expect(concernsOf([aClaim(), disputed, aClaim({ row: 2, path: '/v2' })])).toEqual({
    disputed: true,
    services,
  });
});
