import { describe, expect, test } from 'vitest';
import { allClaims } from '../../src/catalogue/find-entries.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import { originOf } from '../../src/model/claim.ts';
import type { Conflict } from '../../src/model/conflict.ts';
import { renderConflicts } from '../../src/reporters/catalogue-conflicts.ts';
import { renderClaims } from '../../src/reporters/catalogue-dump.ts';
import { renderEntries } from '../../src/reporters/catalogue-show.ts';
import { noColours } from '../../src/reporters/colours.ts';
import { aClaim, anApiPage } from '../support/claims.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const source = {
  repo: 'example/crates',
  commit: 'abcdef0123456789'.padEnd(40, '0'),
  path: 'a.md',
  date: '2022-02-02',
};
const { entries } = mergeClaims(
  [
    aClaim({
      source,
      dependencies: [
        { action: 'obs:bucket:*', for: 'ims:crates:get' },
        { action: 'kms:*:*', when: 'data-disk' },
      ],
      prerequisites: [{ anyOf: [{ role: 'Tenant Administrator', service: 'obs' }, { role: 'CBR Admin' }] }],
      repairs: ['glued actions split'],
    }),
    aClaim({ page: 'seeds/old.txt', status: 'superseded', governed: null, actions: [], problem: 'torn' }),
  ],
  [anApiPage({ source })],
);

describe('catalogue show', () => {
  test('prints every claim with its page, row, date and commit', () => {
    expect(renderEntries(entries, 'pretty', noColours)).toMatchInlineSnapshot(`
      "GET /v1/crates/{crate_id}
        Huawei Cloud, ims: Look at a crate
        actions: ims:crates:get
        dependencies of ims:crates:get: obs:bucket:*
        dependencies: kms:*:* (when data-disk)
        role: Tenant Administrator (obs) or CBR Admin
        scope: IAM project yes, enterprise project yes
        current: hwc/crates/a.md, table 1, row 1 (2022-02-02, commit abcdef01)
            repaired: glued actions split
        superseded: seeds/old.txt, table 1, row 1 (no date)
            actions: none named
            scope: IAM project yes, enterprise project yes
            not understood: torn
        current API page: api-pages/hwc/crates/a.md (2022-02-02, commit abcdef01)
            path: id
            status codes: 200, 400
      "
    `);
  });

  test('prints the entries as they are in JSON', () => {
    expect(JSON.parse(renderEntries(entries, 'json', noColours))).toEqual({ schemaVersion: 1, entries });
  });
});

describe('catalogue conflicts', () => {
  const conflicts: Conflict[] = [
    {
      kind: 'versions-disagree',
      service: 'ims',
      method: 'GET',
      path: '/v1/crates',
      title: 'Crates',
      differs: ['actions', 'scopes'],
      statements:
        entries[0]?.claims.map(({ source: from, ...claim }) => ({
          ...claim,
          ...originOf(from),
        })) ?? [],
    },
  ];

  test('prints what the pages say where they differ', () => {
    expect(renderConflicts(conflicts, 'pretty', noColours)).toMatchInlineSnapshot(`
      "Older pages say something else (1)
        GET /v1/crates  hwc: actions, scopes  Crates
            hwc current: hwc/crates/a.md, table 1, row 1 (2022-02-02, commit abcdef01)
                actions: ims:crates:get
                scope: IAM project yes, enterprise project yes
            hwc superseded: seeds/old.txt, table 1, row 1 (no date)
                actions: none named
                scope: IAM project yes, enterprise project yes
      "
    `);
  });

  test('says so where there are none', () => {
    expect(renderConflicts([], 'pretty', noColours)).toBe('no conflicts\n');
    expect(JSON.parse(renderConflicts([], 'json', noColours))).toEqual({ schemaVersion: 1, conflicts: [] });
  });
});

describe('catalogue dump', () => {
  const claims = allClaims(loadTestCatalogue());
  const lines = renderClaims(claims).trimEnd().split('\n');

  test('is one line of JSON for each claim, the claim itself', () => {
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(claims);
  });

  test('is in the order of pages and rows', () => {
    const places = claims.map(({ page, table, row, api }) => [page, table, row, api] as const);
    const sorted = [...places].sort(
      (one, other) =>
        (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0) ||
        one[1] - other[1] ||
        one[2] - other[2] ||
        one[3] - other[3],
    );
    expect(places).toEqual(sorted);
  });

  test('has its members in a fixed order', () => {
    expect(lines[0]).toMatch(
      /^\{"cloud":"hwc","docs":"anti-ddos","page":"[^"]+","table":1,"row":1,"api":1,"source":\{/u,
    );
  });
});
