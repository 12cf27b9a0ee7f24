import fc from 'fast-check';
import type { Claim, HttpMethod, LosableCell, PageStatus } from '../../src/model/claim.ts';
import type { Cloud } from '../../src/model/cloud.ts';
import type { ApiPage } from '../../src/model/entry.ts';

/** A claim with everything usual; `members` replace what matters to a test. */
export function aClaim(members: Partial<Claim> = {}): Claim {
  return {
    cloud: 'hwc',
    docs: 'crates',
    page: 'hwc/crates/a.md',
    table: 1,
    row: 1,
    api: 1,
    status: 'current',
    service: 'ims',
    title: 'Look at a crate',
    method: 'GET',
    path: '/v1/crates/{crate_id}',
    actions: [{ action: 'ims:crates:get' }],
    dependencies: [],
    prerequisites: [],
    scopes: { project: true, enterpriseProject: true },
    governed: true,
    deprecated: false,
    repairs: [],
    ...members,
  };
}

/** An API page with everything usual. */
export function anApiPage(members: Partial<ApiPage> = {}): ApiPage {
  return {
    cloud: 'hwc',
    docs: 'crates',
    page: 'api-pages/hwc/crates/a.md',
    status: 'current',
    service: 'ims',
    title: 'Looking at a crate',
    method: 'GET',
    path: '/v1/crates/{id}',
    pathParameters: [{ name: 'id', mandatory: true, type: 'String' }],
    bodyParameters: [],
    success: [200],
    errors: [400],
    deprecated: false,
    ...members,
  };
}

const action = fc.constantFrom('ims:crates:get', 'ims:crates:list', 'obs:bucket:*', 'kms:*:*');
const when = fc.constantFrom(undefined, 'system-disk', 'data-disk');
const withWhen = <Item extends object>(item: Item, use: string | undefined) =>
  use === undefined ? item : { ...item, when: use };
const mark = fc.constantFrom(true, false, null);

/** Claims of one service in both clouds that hit the same few APIs again and again; each stands in a row of its own. */
export const anyClaims: fc.Arbitrary<Claim[]> = fc
  .array(
    fc.record({
      cloud: fc.constantFrom<Cloud>('hwc', 'otc'),
      page: fc.constantFrom('a', 'b'),
      status: fc.constantFrom<PageStatus>('current', 'superseded', 'variant', 'retired'),
      method: fc.constantFrom<HttpMethod | undefined>('GET', 'PUT', undefined),
      path: fc.constantFrom('/v1/crates', '/v1/crates/{id}', '/v1/crates/:crate_id'),
      title: fc.constantFrom('Look', 'Paint'),
      actions: fc.array(
        fc.oneof(
          fc.tuple(action, when).map(([name, use]) => withWhen({ action: name }, use)),
          fc
            .tuple(fc.uniqueArray(action, { minLength: 2, maxLength: 3 }), when)
            .map(([anyOf, use]) => withWhen({ anyOf }, use)),
        ),
        { maxLength: 3 },
      ),
      dependencies: fc.option(
        fc.array(
          fc.tuple(action, when).map(([name, use]) => withWhen({ action: name, for: 'ims:crates:get' }, use)),
          { maxLength: 2 },
        ),
        { freq: 5 },
      ),
      narrowing: fc.option(fc.record({ resource: mark, tag: mark }), { nil: undefined }),
      identityActions: fc.constantFrom(undefined, undefined, ['ims::tagResource']),
      lost: fc.constantFrom<readonly LosableCell[] | undefined>(undefined, ['actions', 'project']),
      scopes: fc.record({ project: mark, enterpriseProject: mark }),
      governed: mark,
      deprecated: fc.boolean(),
      repairs: fc.constantFrom<string[]>([], ['glued actions split']),
      problem: fc.constantFrom(undefined, undefined, 'a row that cannot be read'),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ page, status, method, path, problem, narrowing, identityActions, lost, ...rest }, index) => {
      const { method: _method, path: _path, ...base } = aClaim();
      return {
        ...base,
        ...rest,
        page: `${rest.cloud}/crates/${status}-${page}.md`,
        status,
        row: index + 1,
        ...(status === 'current' ? { source: source(page) } : {}),
        ...(status === 'variant' ? { source: siteSource(page) } : {}),
        ...(narrowing === undefined ? {} : { narrowing }),
        ...(identityActions === undefined ? {} : { identityActions }),
        ...(lost === undefined ? {} : { lost }),
        ...(method === undefined ? {} : { method, path }),
        ...(problem === undefined ? {} : { problem }),
      };
    }),
  );

function source(page: string) {
  return {
    repo: 'example/crates',
    commit: '1'.repeat(40),
    path: `${page}.md`,
    date: `202${page.length}-01-01`,
  };
}

function siteSource(page: string) {
  return {
    url: `https://docs.example.com/${page}.html`,
    date: page === 'a' ? null : '2026-01-01',
    complete: page === 'a',
  };
}
