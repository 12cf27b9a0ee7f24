import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import type { NarrowingMarks } from '../../src/model/claim.ts';
import { aClaim, anApiPage, anyClaims } from '../support/claims.ts';

const dated = (date: string) => ({ repo: 'example/crates', commit: '1'.repeat(40), path: 'a.md', date });

describe('merging claims', () => {
  test('does not depend on their order', () => {
    fc.assert(
      fc.property(
        anyClaims.chain((claims) =>
          fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
        ),
        ([claims, shuffled]) => {
          expect(mergeClaims(shuffled, [])).toEqual(mergeClaims(claims, []));
        },
      ),
    );
  });

  test('loses none and makes none up', () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        const { entries, looseClaims } = mergeClaims(claims, []);
        const kept = [...entries.flatMap((entry) => entry.claims), ...looseClaims];
        expect(kept).toHaveLength(claims.length);
        expect(new Set(kept)).toEqual(new Set(claims));
      }),
    );
  });

  test('joins spellings of one API, and keeps clouds apart', () => {
    const { entries } = mergeClaims(
      [
        aClaim(),
        aClaim({ path: '/v1/crates/:id', status: 'superseded', page: 'old' }),
        aClaim({ cloud: 'otc', page: 'otc/a' }),
      ],
      [anApiPage()],
    );
    expect(entries.map(({ cloud, claims, apiPages }) => [cloud, claims.length, apiPages.length])).toEqual([
      ['hwc', 2, 1],
      ['otc', 1, 0],
    ]);
  });

  test('never lets a superseded, variant or retired claim decide', () => {
    const old = aClaim({
      actions: [{ action: 'ims:crates:list' }],
      deprecated: true,
      page: 'old',
      source: dated('2030-01-01'),
    });
    for (const status of ['superseded', 'variant', 'retired'] as const) {
      const [entry] = mergeClaims([aClaim({ source: dated('2020-01-01') }), { ...old, status }], []).entries;
      expect(entry).toMatchObject({ actions: [{ action: 'ims:crates:get' }], deprecated: false });
      expect(entry).not.toHaveProperty('disputed');
      const [alone] = mergeClaims([{ ...old, status }], []).entries;
      expect(alone).toMatchObject({ actions: [], governed: true, problem: expect.any(String) });
    }
  });

  test('asks for what any of several current pages asks for, and says that they disagree', () => {
    const [entry] = mergeClaims(
      [
        aClaim({ source: dated('2020-01-01'), title: 'Old title' }),
        aClaim({
          page: 'hwc/crates/b.md',
          source: dated('2021-01-01'),
          actions: [{ action: 'ims:crates:get', when: 'system-disk' }, { action: 'ims:crates:list' }],
          scopes: { project: true, enterpriseProject: false },
        }),
      ],
      [],
    ).entries;
    expect(entry).toMatchObject({
      title: 'Look at a crate',
      actions: [{ action: 'ims:crates:get' }, { action: 'ims:crates:list' }],
      scopes: { project: true, enterpriseProject: null },
    });
    expect(entry?.disputed).toHaveLength(2);
  });

  test('current pages that say the same in another order do not disagree', () => {
    const actions = [{ action: 'ims:crates:get' }, { action: 'ims:crates:list' }];
    const [entry] = mergeClaims(
      [aClaim({ actions }), aClaim({ page: 'hwc/crates/b.md', actions: [...actions].reverse() })],
      [],
    ).entries;
    expect(entry).not.toHaveProperty('disputed');
  });

  test.each([[null], [false], [true]])('keeps what the page says of authorization: %j', (governed) => {
    expect(mergeClaims([aClaim({ governed, actions: [] })], []).entries[0]?.governed).toBe(governed);
  });

  test.each([
    { pages: [null, null], expected: null },
    { pages: [null, ['kms:keys:get']], expected: ['kms:keys:get'] },
    { pages: [null], expected: null },
  ])('dependencies that one page lost, another one may state: $pages', ({ pages, expected }) => {
    const named = (names: readonly string[] | null) => names?.map((action) => ({ action })) ?? null;
    const claims = pages.map((names, index) =>
      aClaim({ page: `hwc/crates/${index}.md`, dependencies: named(names) }),
    );
    const [entry] = mergeClaims(claims, []).entries;
    expect(entry?.dependencies).toEqual(named(expected));
    expect(entry).not.toHaveProperty('disputed');
  });

  test('marks for resources and tags that pages disagree about are not settled', () => {
    const marked = (page: string, narrowing: NarrowingMarks) => aClaim({ page, narrowing });
    const [entry] = mergeClaims(
      [
        aClaim(),
        marked('hwc/crates/b.md', { resource: true, tag: null }),
        marked('hwc/crates/c.md', { resource: true, tag: false }),
        marked('hwc/crates/d.md', { resource: true, tag: true }),
      ],
      [],
    ).entries;
    expect(entry?.narrowing).toEqual({ resource: true, tag: null });
    expect(mergeClaims([aClaim()], []).entries[0]).not.toHaveProperty('narrowing');
  });

  test('a choice of actions stays one', () => {
    const actions = [{ anyOf: ['ims:crates:get', 'ims:crates:look'] }];
    const claims = [aClaim({ actions }), aClaim({ page: 'hwc/crates/b.md', actions })];
    expect(mergeClaims(claims, []).entries[0]?.actions).toEqual(actions);
  });

  test('a row that could not be read leaves the requirement unknown', () => {
    const [entry] = mergeClaims([aClaim({ problem: 'torn' })], []).entries;
    expect(entry?.problem).toBe('torn');
  });

  test('an API that only an API page names has no documented requirement', () => {
    const [entry] = mergeClaims([], [anApiPage({ deprecated: true })]).entries;
    expect(entry).toMatchObject({ undocumentedRequirement: true, governed: true, deprecated: true });
    expect(entry?.problem).toMatch(/no permission table/u);
  });

  test('rows of one page with different titles are different operations, though another page lists only one of them', () => {
    const row = (page: string, number: number, title: string, dependency: string) =>
      aClaim({
        page,
        row: number,
        title,
        method: 'POST',
        path: '/v1/crates/action',
        dependencies: [{ action: dependency }],
      });
    const claims = [
      row('hwc/crates/b.md', 2, 'Put a crate away', 'kms:keys:delete'),
      row('hwc/crates/b.md', 1, 'Put a crate in', 'kms:keys:create'),
      row('hwc/crates/a.md', 1, 'Put crate in', 'kms:keys:create'),
      row('hwc/crates/a.md', 2, 'Paint crate', 'kms:keys:list'),
      row('hwc/crates/a.md', 3, 'Burn crate', 'kms:keys:list'),
    ];
    const { entries } = mergeClaims(claims, []);
    expect(
      entries.map(({ operation, claims: own, disputed }) => ({ operation, claims: own.length, disputed })),
    ).toEqual([
      { operation: 'Burn crate', claims: 1, disputed: undefined },
      { operation: 'Paint crate', claims: 1, disputed: undefined },
      { operation: 'Put a crate away', claims: 1, disputed: undefined },
      { operation: 'Put crate in', claims: 2, disputed: undefined },
    ]);
  });

  test('rows of one page that share method and path are operations of their own', () => {
    const { entries, looseClaims } = mergeClaims(
      [
        aClaim({ method: 'POST', path: '/v1/crates/action', title: 'Paint' }),
        aClaim({ method: 'POST', path: '/v1/crates/action', title: 'Load', row: 2 }),
        aClaim({
          method: 'POST',
          path: '/v1/crates/action',
          title: 'Load',
          status: 'superseded',
          page: 'old',
        }),
        aClaim({
          method: 'POST',
          path: '/v1/crates/action',
          title: 'Burn',
          status: 'superseded',
          page: 'old',
          row: 2,
        }),
      ],
      [],
    );
    expect(entries.map(({ operation, claims }) => [operation, claims.length])).toEqual([
      ['Load', 2],
      ['Paint', 1],
    ]);
    expect(looseClaims.map(({ title }) => title)).toEqual(['Burn']);
  });
});
