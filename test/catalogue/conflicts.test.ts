import { describe, expect, test } from 'vitest';
import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { findConflicts } from '../../src/catalogue/find-conflicts.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import type { Claim } from '../../src/model/claim.ts';
import type { ConflictKind } from '../../src/model/conflict.ts';
import type { ApiPage } from '../../src/model/entry.ts';
import { aClaim, anApiPage } from '../support/claims.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

/** A catalogue of one service, just enough for comparing. */
function catalogueOf(claims: readonly Claim[], apiPages: readonly ApiPage[] = []): Catalogue {
  const { entries, looseClaims } = mergeClaims(claims, apiPages);
  return catalogueOver({
    ...loadTestCatalogue(),
    covered: () => ['ims'],
    evidence: () => entries,
    looseClaims: () => looseClaims,
  });
}

const list = [{ action: 'ims:crates:list' }];
const onOtc = aClaim({ cloud: 'otc', page: 'otc/a.rst' });

describe('conflicts', () => {
  test.each<[string, Claim[], ApiPage[], ConflictKind[], string[]]>([
    ['nothing to compare with', [aClaim()], [], [], []],
    [
      'an API of one cloud, in a service of both',
      [aClaim(), { ...onOtc, path: '/v1/boats' }],
      [],
      ['one-cloud-only', 'one-cloud-only'],
      [],
    ],
    [
      'a page that is silent about scopes',
      [aClaim(), onOtc, aClaim({ page: 'b', scopes: { project: null, enterpriseProject: null } })],
      [],
      [],
      [],
    ],
    [
      'operations in another order and language',
      [
        aClaim({ title: 'Paint' }),
        aClaim({ title: 'Load', actions: list, row: 2 }),
        { ...onOtc, title: '装', actions: list },
        { ...onOtc, title: '涂', row: 2 },
      ],
      [],
      [],
      [],
    ],
    [
      'operations of which one cloud has another',
      [
        aClaim({ title: 'Paint' }),
        aClaim({ title: 'Load', actions: list, row: 2 }),
        { ...onOtc, title: '涂' },
      ],
      [],
      ['clouds-disagree'],
      ['actions'],
    ],
    ['clouds that agree', [aClaim(), onOtc], [], [], []],
    ['clouds that spell a path differently', [aClaim(), { ...onOtc, path: '/v1/crates/:id' }], [], [], []],
    ['clouds that disagree', [aClaim(), { ...onOtc, actions: list }], [], ['clouds-disagree'], ['actions']],
    [
      'clouds of which one names no action',
      [aClaim({ governed: null, actions: [] }), onOtc],
      [],
      ['clouds-disagree'],
      ['actions', 'governed'],
    ],
    [
      'an older page',
      [aClaim(), onOtc, aClaim({ status: 'superseded', page: 'old', actions: list })],
      [],
      ['versions-disagree'],
      ['actions'],
    ],
    [
      'an older page that says the same',
      [aClaim(), onOtc, aClaim({ status: 'superseded', page: 'old' })],
      [],
      [],
      [],
    ],
    [
      'a variant',
      [
        aClaim(),
        onOtc,
        { ...onOtc, status: 'variant', page: 'ch', scopes: { project: true, enterpriseProject: false } },
      ],
      [],
      ['variant-disagrees'],
      ['scopes'],
    ],
    [
      'two current pages',
      [aClaim(), onOtc, aClaim({ page: 'b', actions: list })],
      [],
      ['pages-disagree', 'clouds-disagree'],
      ['actions'],
    ],
    ['an API page only', [], [anApiPage()], ['no-permission-table'], []],
    ['an older page only', [aClaim({ status: 'superseded' })], [], ['no-current-page'], []],
    [
      'dependencies that an older layout does not have',
      [aClaim({ dependencies: list }), onOtc, aClaim({ status: 'superseded', page: 'old' })],
      [],
      [],
      [],
    ],
  ])('%s', (_name, claims, apiPages, kinds, differs) => {
    const conflicts = findConflicts(catalogueOf(claims, apiPages));
    expect(conflicts.map(({ kind }) => kind)).toEqual(kinds);
    if (differs.length > 0) expect(conflicts[0]?.differs).toEqual(differs);
  });

  test('of the real catalogue show the tag API of which the seed says update only', () => {
    const conflicts = findConflicts(loadTestCatalogue());
    const tags = conflicts.filter(({ method, path }) => method === 'PUT' && path === '/v1/cloudimages/tags');
    expect(tags).toMatchObject([
      {
        kind: 'versions-disagree',
        differs: ['actions'],
        statements: [
          {
            page: 'hwc-site/ims/ims_03_appendix_06.md',
            status: 'current',
            actions: [{ action: 'ims:images:get' }, { action: 'ims:images:update' }],
          },
          { status: 'superseded', actions: [{ action: 'ims:images:update' }], row: 3 },
        ],
      },
    ]);
  });

  test('of the real catalogue list APIs of one cloud and APIs without a permission table', () => {
    const apis = (wanted: ConflictKind) =>
      findConflicts(loadTestCatalogue(), 'ims')
        .filter(({ kind }) => kind === wanted)
        .map(({ method, path, statements }) => `${statements[0]?.cloud} ${method} ${path}`);
    expect(apis('one-cloud-only')).toEqual([
      'hwc POST /v1/cloudimages/{image_id}/cross_region_copy',
      'hwc GET /v1/{project_id}/cloudimages/{image_id}/members',
      'hwc GET /v1/{project_id}/cloudimages/{image_id}/members/{member_id}',
      'hwc DELETE /v1/{project_id}/cloudimages/{image_id}/tags/delete',
    ]);
    expect(apis('no-permission-table')).toEqual([
      'hwc GET /v1/cloudimages/job/{job_id}',
      'hwc GET /v1/{project_id}/jobs/{job_id}',
      'otc GET /v1/{project_id}/jobs/{job_id}',
      'hwc GET /{api_version}',
      'otc GET /{version}',
    ]);
    expect(apis('clouds-disagree')).toEqual([]);
    expect(findConflicts(loadTestCatalogue(), 'nosuch')).toEqual([]);
  });
});
